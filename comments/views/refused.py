from django.shortcuts import render
from wagtail.models import Page

from base.pages import published


def refused(request, refusal, text="", status=403, page_id=0):
    """A page that says why something is not done, with the `text` that was written, if
    there was one, and a way back to the page."""
    commented = published(Page.objects.filter(pk=page_id)).first()
    context = {"reason": str(refusal), "text": text, "commented": commented}
    return render(request, "comments/refused.html", context, status=status)

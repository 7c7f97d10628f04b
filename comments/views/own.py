"""What the author of a comment may do with it, and with the mails about it."""

from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from base.pages import published
from comments import writing
from comments.lookups import get_own_comment
from comments.mails import MUTE_SIGNER
from comments.models import Subscription
from comments.refusals import CommentRefused
from comments.submission.forms import TextForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change one's own comment, for some minutes after it was written."""
    comment = get_own_comment(request.user, pk)
    form = TextForm(request.POST or None, initial={"text": comment.comment})
    if form.is_valid():
        try:
            writing.edit(comment, form.cleaned_data["text"], request.user)
            return redirect("comments:permalink", comment.pk)
        except CommentRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "comment": comment}
    status = 422 if form.is_bound else 200
    return render(request, "comments/edit.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk):
    """Delete one's own comment, after a question."""
    comment = get_own_comment(request.user, pk)
    if request.method != "POST":
        return render(request, "comments/delete.html", {"comment": comment})
    writing.delete(comment, request.user)
    page = get_object_or_404(Page, pk=comment.page_id)
    return redirect(page.get_url(request) + "#comments")


@csrf_exempt  # mail programs send it by themselves (RFC 8058); the token is the secret
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute(request, token):
    """Ask, then send no more mails about replies on a page."""
    try:
        pk = MUTE_SIGNER.unsign(token)
    except BadSignature:
        raise Http404 from None
    subscription = Subscription.objects.filter(pk=pk).first()
    if request.method == "POST" and subscription:
        subscription.mute_page()
    page_id = subscription.comment.page_id if subscription else None
    context = {
        "muted": subscription is None or subscription.is_muted(),
        "commented": published(Page.objects).filter(pk=page_id).first(),
    }
    return render(request, "comments/mute.html", context)

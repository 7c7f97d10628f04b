from django import template
from django.http import Http404
from django.urls import reverse

from comments import text, threads
from comments.models import CommentablePageMixin

register = template.Library()

LARGEST_ID = 2**31 - 1


@register.inclusion_tag("comments/includes/discussion.html", takes_context=True)
def discussion(context, page):
    """The comments on `page`, the part of them that `?comments=` asks for, and the way
    to the form; nothing on pages that are never commented."""
    if not isinstance(page, CommentablePageMixin) or not page.pk:
        return {}
    request = context.get("request")
    user = getattr(request, "user", None)
    thread = asked_for(page, request.GET if request else {}, user)
    if not (thread.comments or page.comments_open):
        return {}
    return {
        "page": page,
        "thread": thread,
        "user": user,
        "form_url": reverse("comments:form", args=[page.pk]),
        "is_preview": getattr(request, "is_preview", False),
    }


def asked_for(page, query, user):
    """The thread that `?comments=` and `?thread=` ask for; raises Http404 on nonsense."""
    number, root = query.get("comments", "1"), query.get("thread", "")
    if not number.isdecimal() or (root and not root.isdecimal()):
        raise Http404("No such comments.")
    pk = min(int(root[:12]), LARGEST_ID) if root else None
    thread = threads.part_of(page, int(number[:9]), pk, user)
    if thread is None:
        raise Http404("No such comments.")
    thread.root = root
    return thread


@register.simple_tag
def comment_counts(pages):
    """How many comments each of `pages` has, by the page's id, with one query."""
    return threads.counts(list(pages))


@register.filter
def of(counts, page):
    """`counts|of:page`: how many comments that page has."""
    return counts.get(page.pk, 0)


@register.filter
def comment_html(source):
    """What a comment says, as HTML that is safe to show."""
    return text.render(source)

"""Finding comments by their words."""

from django.db.models import Q
from django_comments_xtd.models import XtdComment
from wagtail.models import Page

from . import threads


def find(words, most):
    """The newest comments, at most `most`, that hold all of `words` in text or name.

    Each has its `page`. Anybody may read them.
    """
    comments = XtdComment.norel_objects.order_by("-submit_date", "-pk")
    for word in words:
        comments = comments.filter(
            Q(comment__icontains=word) | Q(user_name__icontains=word)
        )
    found = list(threads.visible(comments, on_public_pages=True)[:most])
    pages = Page.objects.in_bulk({int(comment.object_pk) for comment in found})
    for comment in found:
        comment.page = pages[int(comment.object_pk)]
    return found

"""Finding comments by their words."""

import unicodedata

from django.db.models import Q
from wagtail.models import Page

from comments.models import Comment


def find(words, most):
    """The newest comments, at most `most`, that hold all of `words` in text or name.

    Each has its `page`. Anybody may read them.
    """
    comments = Comment.objects.order_by("-submit_date", "-pk")
    comments = containing(comments, words).visible().on_public_pages()
    found = list(comments[:most])
    pages = Page.objects.in_bulk({int(comment.object_pk) for comment in found})
    for comment in found:
        comment.page = pages[int(comment.object_pk)]
    return found


def containing(comments, words):
    """Of the queryset `comments`, those with all of `words` in text or name, whole or not.

    Korean adds particles to words, and some keyboards send Hangul in pieces.
    """
    for word in words:
        found = Q()
        for form in ("NFC", "NFD"):
            part = unicodedata.normalize(form, word)
            found |= Q(comment__icontains=part) | Q(user_name__icontains=part)
        comments = comments.filter(found)
    return comments

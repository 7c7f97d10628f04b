"""Finding comments by their words."""

import unicodedata
from collections.abc import Iterable

from django.db.models import Q

from comments.models import Comment
from comments.models.comments import CommentQuerySet


def search(words: Iterable[str], limit: int) -> list[Comment]:
    """The newest comments, at most `limit`, with all of `words` in text or name, each
    with its `page`; only such as anybody may read."""
    comments = with_words(Comment.objects.order_by("-submit_date", "-pk"), words)
    return comments.visible().on_public_pages()[:limit].with_pages()


def with_words(comments: CommentQuerySet, words: Iterable[str]) -> CommentQuerySet:
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

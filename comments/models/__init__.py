"""The tables of comments, one file for each subject."""

from .comments import Comment
from .moderation import (
    BlockedAddress,
    CommentDetails,
    CommentEdit,
    Digest,
    Report,
    SpamToken,
)
from .pages import CommentablePageMixin
from .pending import PendingComment
from .settings import CommentSettings
from .subscriptions import Subscription

__all__ = [
    "BlockedAddress",
    "Comment",
    "CommentDetails",
    "CommentEdit",
    "CommentSettings",
    "CommentablePageMixin",
    "Digest",
    "PendingComment",
    "Report",
    "SpamToken",
    "Subscription",
]

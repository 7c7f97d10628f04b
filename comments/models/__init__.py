"""The tables of comments, one file for each subject."""

from .comments import Comment
from .details import CommentDetails, CommentEdit
from .pages import CommentablePageMixin
from .pending import PendingComment
from .reports import Digest, Report
from .settings import CommentSettings
from .spam import SpamToken
from .subscriptions import Subscription

__all__ = [
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

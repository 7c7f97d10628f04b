"""Wagtail's audit log: what became of a comment, by whom, and nothing of what it says."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from comments.models import Comment
from members.models import User

# By its writer or by the rules, not by a moderator.
HELD, DELETED = "comments.held_after_edit", "comments.delete"
DELETED_FOR_GOOD = "comments.delete_for_good"
BLOCKED, UNBLOCKED = "comments.block", "comments.unblock"


def note(
    comment: Comment,
    action: str,
    user: User | None = None,
    uuid: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Note that `action` was done with `comment`; without a user, by nobody in the CMS."""
    # By its number: a log that is never cleared should repeat no name and no text.
    title = _("Comment %d") % comment.pk
    log(comment, action, user=user, uuid=uuid, title=title, data=data or {})


def forget_reasons(comments: Iterable[Comment]) -> None:
    """Take from the log why `comments` were held: it may quote a word of theirs."""
    keys = [str(comment.pk) for comment in comments]
    content_type = ContentType.objects.get_for_model(Comment, for_concrete_model=False)
    entries = ModelLogEntry.objects.filter(content_type=content_type)
    for entry in entries.filter(object_id__in=keys):
        if entry.data.get("before", {}).get("held_because"):
            entry.data["before"]["held_because"] = ""
            entry.save(update_fields=["data"])


def history_of(comment: Comment) -> QuerySet[ModelLogEntry]:
    """What became of `comment`, the newest first."""
    return ModelLogEntry.objects.for_instance(comment).select_related("user")

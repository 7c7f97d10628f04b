"""What moderators decide: noted in Wagtail's audit log, from where it can be undone."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from comments import writing
from comments.models import Comment, CommentDetails, CommentEdit, Report
from comments.refusals import CommentRefused
from members.models import User

from .audit_log import history_of, note
from .spam import HAM, SPAM

UNDONE_WITHIN = timedelta(days=1)
REDACT, UNDO = "comments.mask", "comments.undo"


class Decision(models.TextChoices):
    """What can be done with a comment; the values are the actions in the audit log."""

    APPROVE = "comments.approve", gettext_lazy("Approve")
    HOLD = "comments.hold", gettext_lazy("Hold")
    REMOVE = "comments.remove", gettext_lazy("Remove")
    SPAM = "comments.spam", gettext_lazy("Mark as spam")


# The decision that each state is the outcome of.
IN_FORCE = {
    Comment.State.WAITING: Decision.HOLD,
    Comment.State.PUBLISHED: Decision.APPROVE,
    Comment.State.REMOVED: Decision.REMOVE,
    Comment.State.SPAM: Decision.SPAM,
}
# What each of them makes of a comment and its details.
OUTCOMES = {
    Decision.APPROVE: {
        "is_public": True,
        "is_removed": False,
        "is_spam": False,
        "learned_as": HAM,
    },
    Decision.HOLD: {
        "is_public": False,
        "is_removed": False,
        "is_spam": False,
        "learned_as": "",
    },
    Decision.REMOVE: {"is_removed": True, "is_spam": False, "learned_as": ""},
    Decision.SPAM: {
        "is_public": False,
        "is_removed": False,
        "is_spam": True,
        "learned_as": SPAM,
    },
}

# --- Deciding


def open_decisions(comment: Comment) -> list[Decision]:
    """What would change something about `comment`, which `is_reported` or not; nothing
    if its author has deleted it."""
    if not comment.comment:
        return []
    done = {IN_FORCE[comment.state]}
    if comment.is_reported:  # to approve it is to say that it is fine
        done.discard(Decision.APPROVE)
    return [decision for decision in Decision if decision not in done]


def decide(
    comments: Iterable[Comment],
    decision: Decision,
    user: User | None = None,
    because: str = "",
) -> tuple[int, UUID]:
    """Do `decision` with each of `comments` and return how many were changed, and by
    which uuid that can be undone. Of what its author deleted nothing is left to decide.
    """
    uuid, changed = uuid4(), 0
    with transaction.atomic():
        for comment in comments:
            try:
                data = carry_out(comment, decision, because)
            except CommentRefused:
                continue
            if data:
                note(comment, decision, user, uuid, data)
                changed += 1
    return changed, uuid


def carry_out(comment, decision, because):
    """Change `comment`; return what to note, or None if there was nothing to change."""
    writing.lock(comment)
    before = snapshot(comment)
    wanted = dict(OUTCOMES[decision])
    reports = comment.reports.unanswered()
    resolved = list(reports.values_list("pk", flat=True)) if not because else []
    if not resolved and wanted.items() <= before.items():
        return None
    if decision == Decision.HOLD:
        wanted["held_at"] = timezone.now()
        wanted["held_because"] = because or _("Held by a moderator.")
    writing.change(comment, **wanted)
    Report.objects.filter(pk__in=resolved).update(resolved_at=timezone.now())
    return {
        "before": before,
        "after": visible_state(snapshot(comment)),
        "reports": resolved,
    }


def count_answered(uuid: UUID) -> int:
    """With how many comments `uuid` did nothing but answer their reports."""
    entries = ModelLogEntry.objects.filter(uuid=uuid)
    notes = [entry.data for entry in entries if entry.data.get("reports")]
    return sum(visible_state(data["before"]) == data["after"] for data in notes)


def snapshot(comment):
    """What a decision may change."""
    details = CommentDetails.objects.filter(comment=comment).first()
    details = details or CommentDetails(comment=comment)
    row = {"is_public": comment.is_public, "is_removed": comment.is_removed}
    names = ("is_spam", "learned_as", "held_because")
    # The log would cut a time off at milliseconds.
    held_at = details.held_at.isoformat() if details.held_at else None
    return row | {name: getattr(details, name) for name in names} | {"held_at": held_at}


def visible_state(state):
    return {name: state[name] for name in ("is_public", "is_removed", "is_spam")}


def redact(comment: Comment, passage: str, user: User) -> UUID:
    """Put a mark in place of `passage`; return by which uuid that can be undone."""
    with transaction.atomic():
        edit = writing.redact(comment, passage)
        uuid = uuid4()
        note(comment, REDACT, user, uuid, {"edit": edit.pk})
    return uuid


# --- Undoing


def undo(uuid: UUID, user: User | None) -> int:
    """Take back what was done by `uuid`; return how many comments are as they were.

    What somebody has changed since then, or undone already, stays as it is.
    """
    content_type = ContentType.objects.get_for_model(Comment, for_concrete_model=False)
    recent = ModelLogEntry.objects.filter(
        content_type=content_type, timestamp__gt=timezone.now() - UNDONE_WITHIN
    )
    undone = 0
    with transaction.atomic():
        entries = list(recent.filter(uuid=uuid).exclude(action=UNDO))
        comments = Comment.objects.in_bulk([int(entry.object_id) for entry in entries])
        for entry in entries:
            comment = comments.get(int(entry.object_id))
            if comment and is_newest(entry, comment) and restore(comment, entry.data):
                note(comment, UNDO, user, uuid4(), {"undone": str(uuid)})
                undone += 1
    return undone


def is_newest(entry, comment):
    """Whether nothing was noted about `comment` since."""
    writing.lock(comment)
    return history_of(comment).first() == entry


def restore(comment, data):
    """Whether `comment` could be put back."""
    if "edit" in data:
        edit = CommentEdit.objects.filter(pk=data["edit"]).first()
        if edit is None or comment.edits.last() != edit:
            return False
        writing.undo_redaction(edit)
        return True
    if visible_state(snapshot(comment)) != data["after"]:
        return False
    Report.objects.filter(pk__in=data["reports"]).update(resolved_at=None)
    try:
        writing.change(comment, **data["before"])
    except CommentRefused:
        return False
    return True

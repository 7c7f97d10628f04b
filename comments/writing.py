"""Writing comments: the only place that stores or changes one.

Everything happens in one transaction each. `XtdComment.save()` of the package corrupts a
thread when two people answer in it at once: hence the lock on the page.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_comments.signals import comment_was_posted, comment_will_be_posted
from wagtail.models import Page

from members.models import User

from .models import (
    Comment,
    CommentDetails,
    CommentEdit,
    CommentSettings,
    Subscription,
)
from .moderation import audit_log, spam
from .moderation.holding import reason_to_hold
from .refusals import CommentRefused
from .signals import comment_created, comment_published

OF_COMMENTS = {"is_public", "is_removed"}
REDACTED = "▇▇▇ removed by a moderator"

# --- Storing


def lock_page(page_id: int) -> None:
    """Make other writers on a page wait until this transaction ends.

    On PostgreSQL; on SQLite every transaction is the only one that writes.
    """
    rows = Page.objects.filter(pk=page_id).select_for_update(no_key=True)
    rows.values_list("pk", flat=True).first()


def create(
    comment: Comment,
    *,
    held_because: str,
    suggests_topic: bool = False,
    wants_replies: bool = False,
    in_reply_to: Comment | None = None,
    request: HttpRequest | None = None,
) -> Comment:
    """Store the unsaved `comment`, published unless there is a reason to hold it, and
    return it. The caller has locked its page in this transaction.

    `in_reply_to` is what it answers, unless that is its parent.
    """
    comment.site_id = settings.SITE_ID
    comment.submit_date = timezone.now()
    comment.is_public = not held_because
    save_with_signals(comment, request)
    CommentDetails.objects.create(
        comment=comment,
        held_because=held_because,
        held_at=None if comment.is_public else comment.submit_date,
        suggests_topic=suggests_topic,
        by_group=comment.user is not None and comment.user.can_enter_cms,
        in_reply_to=in_reply_to,
    )
    if wants_replies:
        Subscription.objects.create(comment=comment, email=comment.user_email)
    comment_created.send(sender=Comment, comment=comment)
    announce(comment)
    return comment


def save_with_signals(comment: Comment, request: HttpRequest | None) -> None:
    """Save `comment` with the signals of django-comments, whose receivers may refuse it."""
    sender = Comment._meta.concrete_model  # to which receivers of the package listen
    about = {"sender": sender, "comment": comment, "request": request}
    for _receiver, answer in comment_will_be_posted.send(**about):
        if answer is False:
            raise CommentRefused("not_taken")
    comment.save()
    comment_was_posted.send(**about)


def announce(comment: Comment) -> None:
    """Send `comment_published` if `comment` is published for the first time."""
    if not comment.is_public or comment.is_removed:
        return
    if comment.details.published_at is None:
        comment.details.published_at = timezone.now()
        comment.details.save(update_fields=["published_at"])
        comment_published.send(sender=Comment, comment=comment)


def set_user(comment: Comment, user: User) -> None:
    """Make `user` the author of a comment that a guest wrote."""
    comment.user = user
    comment.save(update_fields=["user"])


# --- What its author may do


def edit(comment: Comment, text: str, user: User) -> Comment:
    """Change what a comment says; it may have to wait for a moderator again.

    `text` has passed the form. Raises CommentRefused.
    """
    with transaction.atomic():
        lock(comment)
        if not comment.is_by(user):
            raise CommentRefused("not_yours")
        if not comment.is_editable_by(user):
            raise CommentRefused("late")
        if text == comment.comment:
            return comment
        if REDACTED in comment.comment:
            raise CommentRefused("masked")
        rules = CommentSettings.of(comment.page)
        rules.check_words(text)
        details = replace_text(comment, text)
        # What a moderator has read was the text before.
        if comment.is_public and reason_to_hold(comment, rules):
            comment.is_public = False
            details.held_because = _("Edited after it was published.")
            details.held_at = timezone.now()
            audit_log.note(comment, audit_log.HELD)
        details.save()
        comment.save(update_fields=["comment", "is_public"])
    return comment


def replace_text(comment: Comment, text: str) -> CommentDetails:
    """Put `text` in place of what `comment` says, of which a CommentEdit is kept, and
    return its details; neither is saved."""
    CommentEdit.objects.create(comment=comment, text=comment.comment)
    details, _created = CommentDetails.objects.get_or_create(comment=comment)
    spam.learn(details, comment.comment, "")
    comment.comment = text
    details.edited_at = timezone.now()
    return details


def delete(comment: Comment, user: User) -> Comment:
    """Blank a comment for good; raises CommentRefused unless `user` wrote it. What
    answers it stays."""
    with transaction.atomic():
        lock(comment)
        if not comment.is_by(user):
            raise CommentRefused("not_yours")
        blank(comment, audit_log.DELETED)
    return comment


def blank(comment: Comment, action: str, user: User | None = None) -> None:
    """Leave nothing of what a comment says and of who wrote it, and note that `user` did
    `action`. The caller has locked it in this transaction."""
    comment.is_removed = True
    comment.user = None
    comment.user_name = comment.user_email = comment.user_url = comment.comment = ""
    comment.save()
    # The reason may quote a word of what it said.
    CommentDetails.objects.filter(comment=comment).update(
        held_because="", is_spam=False, learned_as=""
    )
    comment.edits.all().delete()
    comment.reports.all().delete()
    comment.subscriptions.all().delete()
    comment.pending.update(name="", email="", website="", remember=False)
    audit_log.forget_reasons([comment])
    audit_log.note(comment, action, user)


# --- What a moderator may do


def delete_for_good(comment: Comment, moderator: User) -> None:
    """Blank a comment, for moderators too. What answers it stays."""
    with transaction.atomic():
        lock(comment)
        blank(comment, audit_log.DELETED_FOR_GOOD, moderator)


def change(comment: Comment, learned_as: str | None = None, **state: Any) -> Comment:
    """Change the state of `comment` and of no other: fields of it and of its details.

    `learned_as` tells the spam filter what it was, "" takes that back. Raises
    CommentRefused if its author has deleted it.
    """
    with transaction.atomic():
        lock(comment)
        if state.get("is_removed") is False and not comment.comment:
            raise CommentRefused("deleted")
        # Comments from elsewhere come without details, published long ago.
        published_at = comment.submit_date if comment.is_public else None
        details, _created = CommentDetails.objects.get_or_create(
            comment=comment, defaults={"published_at": published_at}
        )
        comment.details = details
        if learned_as is not None:
            spam.learn(details, comment.comment, learned_as)
        for name, value in state.items():
            setattr(comment if name in OF_COMMENTS else details, name, value)
        details.save()
        comment.save(update_fields=OF_COMMENTS & state.keys())
        announce(comment)
    return comment


def redact(comment: Comment, passage: str) -> CommentEdit:
    """Put a mark in place of `passage`, wherever `comment` says it, and return the
    CommentEdit that keeps the text before; raises CommentRefused if it is not there."""
    with transaction.atomic():
        lock(comment)
        passage = passage.replace("\r\n", "\n").strip()
        if not passage or passage not in comment.comment:
            raise CommentRefused("not_there")
        replace_text(comment, comment.comment.replace(passage, REDACTED)).save()
        comment.save(update_fields=["comment"])
    return comment.edits.last()


def undo_redaction(edit: CommentEdit) -> None:
    """Put the text back that `edit` has kept."""
    with transaction.atomic():
        comment = edit.comment
        lock(comment)
        comment.comment = edit.text
        comment.save(update_fields=["comment"])
        edit.delete()
        before = comment.edits.last()
        CommentDetails.objects.filter(comment=comment).update(
            edited_at=before.edited_at if before else None
        )


def lock(comment: Comment) -> None:
    """Read `comment` anew, for nobody else to change it until the transaction ends.

    Raises CommentRefused if somebody has deleted it for good meanwhile.
    """
    rows = Comment.objects.select_for_update(of=("self",), no_key=True)
    try:
        comment.refresh_from_db(from_queryset=rows)
    except Comment.DoesNotExist:
        raise CommentRefused("comment_gone") from None

"""Writing comments: the only place that makes or changes one.

Everything happens in one transaction each. Nobody else writes `Comment`: its own
`save()` corrupts a thread when two people answer in it at once.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_comments.signals import comment_was_posted, comment_will_be_posted
from wagtail.models import Page

from comments.models import (
    Comment,
    CommentDetails,
    CommentEdit,
    PendingComment,
    Subscription,
)
from comments.moderation.holding import reason_to_hold
from comments.submission.rules import (
    Refused,
    check_parent,
    check_words,
    clean_text,
    clean_website,
    gate,
    identity,
)

from .moderation import audit_log as audit
from .moderation import spam
from .reading import threads
from .signals import comment_created, comment_published

OF_COMMENTS = {"is_public", "is_removed"}
MASK = "▇▇▇ removed by a moderator"

# --- Making a comment


def create_comment(
    page,
    *,
    name,
    email,
    text,
    website="",
    reply_to=None,
    user=None,
    suggests_topic=False,
    wants_replies=False,
    request=None,
):
    """A new comment on `page`, published or held as the settings say.

    The same once more within a day is answered with the one that is there. Raises
    Refused, and then nothing was written.
    """
    user = user if user is not None and user.is_authenticated else None
    name, email = identity(name, email, user)
    text, website = clean_text(text), clean_website(website)
    with transaction.atomic():
        page = gate(one_writer_at_a_time(page))
        if same := same_comment(page, email, text):
            return same
        check_words(page, text, name, website)
        parent = check_parent(page, reply_to)
        comment = Comment(
            content_object=page,
            site_id=settings.SITE_ID,
            user=user,
            user_name=name,
            user_email=email,
            user_url=website,
            comment=text,
            submit_date=timezone.now(),
            parent_id=parent.pk if parent else 0,
        )
        held_because = reason_to_hold(comment, page)
        comment.is_public = not held_because
        post(comment, request)
        CommentDetails.objects.create(
            comment=comment,
            held_because=held_because,
            held_at=None if comment.is_public else comment.submit_date,
            suggests_topic=suggests_topic,
        )
        if wants_replies:
            Subscription.objects.create(comment=comment, email=email)
        comment_created.send(sender=Comment, comment=comment)
        announce(comment)
    return comment


def one_writer_at_a_time(page):
    """Make other writers on `page` wait until this transaction ends.

    On PostgreSQL; on SQLite every transaction is the only one that writes.
    """
    pk = getattr(page, "pk", page)
    rows = Page.objects.filter(pk=pk).select_for_update(no_key=True)
    return rows.values_list("pk", flat=True).first()


def same_comment(page, email, text):
    since = timezone.now() - PendingComment.SAME_WITHIN
    return (
        Comment.objects.on(page)
        .filter(user_email__iexact=email, comment=text, submit_date__gt=since)
        .filter(is_removed=False)
        .first()
    )


def post(comment, request):
    """Save `comment`, with the signals of django-comments, of which the first may refuse it."""
    sender = Comment._meta.concrete_model  # to which receivers of the package listen
    about = {"sender": sender, "comment": comment, "request": request}
    for _receiver, answer in comment_will_be_posted.send(**about):
        if answer is False:
            raise Refused("not_taken")
    comment.save()
    comment_was_posted.send(**about)


def announce(comment):
    """Tell the rest of the site, if `comment` stands for the first time."""
    if not comment.is_public or comment.is_removed:
        return
    if comment.details.published_at is None:
        comment.details.published_at = timezone.now()
        comment.details.save(update_fields=["published_at"])
        comment_published.send(sender=Comment, comment=comment)


# --- Confirming


def confirm(token, request=None):
    """Make the comment that waits for `token`; once more, return what was made."""
    with transaction.atomic():
        waiting = PendingComment.objects.select_for_update(of=("self",), no_key=True)
        pending = waiting.select_related("page").for_token(token)
        if pending is None:
            raise Refused("unknown")
        if pending.confirmed_at:
            return pending
        if pending.expired():
            raise Refused("expired")
        pending.comment = create_comment(
            pending.page,
            name=pending.name,
            email=pending.email,
            website=pending.website,
            text=pending.text,
            reply_to=pending.reply_to_id,
            suggests_topic=pending.suggests_topic,
            wants_replies=pending.wants_replies,
            request=request,
        )
        pending.confirmed_at = timezone.now()
        pending.text = ""
        pending.save()
    return pending


# --- What its writer may do


def edit(comment, text, user):
    """Change what a comment says; it may have to wait for a moderator again."""
    text = clean_text(text)
    with transaction.atomic():
        lock(comment)
        if not is_own(comment, user):
            raise Refused("not_yours")
        if not threads.is_editable(comment, user):
            raise Refused("late")
        if text == comment.comment:
            return comment
        if MASK in comment.comment:
            raise Refused("masked")
        check_words(comment.content_object, text)
        details = replace_text(comment, text)
        # What a moderator has read was the text before.
        if comment.is_public and reason_to_hold(comment, comment.content_object):
            comment.is_public = False
            details.held_because = _("Edited after it was published.")
            details.held_at = timezone.now()
            audit.note(comment, audit.HELD)
        details.save()
        comment.save(update_fields=["comment", "is_public"])
    return comment


def replace_text(comment, text):
    """Put `text` in place of what `comment` says, which is kept; neither is saved.
    Return its details."""
    CommentEdit.objects.create(comment=comment, text=comment.comment)
    details, _created = CommentDetails.objects.get_or_create(comment=comment)
    spam.learn(details, comment.comment, "")
    comment.comment = text
    details.edited_at = timezone.now()
    return details


def delete(comment, user):
    """Blank a comment for good. What answers it stays."""
    with transaction.atomic():
        lock(comment)
        if not is_own(comment, user):
            raise Refused("not_yours")
        comment.is_removed = True
        comment.user = None
        comment.user_name = comment.user_email = comment.user_url = comment.comment = ""
        comment.save()
        # Of what it said, the reason may quote a word.
        CommentDetails.objects.filter(comment=comment).update(
            held_because="", is_spam=False, learned_as=""
        )
        comment.edits.all().delete()
        comment.reports.all().delete()
        comment.subscriptions.all().delete()
        comment.pending.update(name="", email="", website="", remember=False)
        audit.note(comment, audit.DELETED)
    return comment


def is_own(comment, user):
    return user.is_authenticated and comment.user_id == user.pk


# --- What a moderator may do


def publish(comment):
    return change(comment, is_public=True)


def hold(comment):
    return change(comment, is_public=False, held_at=timezone.now())


def remove(comment):
    return change(comment, is_removed=True)


def restore(comment):
    return change(comment, is_removed=False)


def change(comment, learned_as=None, **state):
    """Change the state of `comment` and of no other: fields of it and of its details.

    `learned_as` tells the spam filter what it was, "" takes that back.
    """
    with transaction.atomic():
        lock(comment)
        if state.get("is_removed") is False and not comment.comment:
            raise Refused("deleted")
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


def mask(comment, passage):
    """Put a mark in place of `passage`, wherever `comment` says it, and return the
    CommentEdit that keeps the text before; raises Refused if it says it nowhere."""
    with transaction.atomic():
        lock(comment)
        passage = passage.replace("\r\n", "\n").strip()
        if not passage or passage not in comment.comment:
            raise Refused("not_there")
        replace_text(comment, comment.comment.replace(passage, MASK)).save()
        comment.save(update_fields=["comment"])
    return comment.edits.last()


def unmask(edit):
    """Put the text back that a moderator had masked."""
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


def lock(comment):
    """Read `comment` anew, for nobody else to change it until the transaction ends."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True)
    comment.refresh_from_db(from_queryset=rows)

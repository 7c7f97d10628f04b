"""Writing comments: the only place that makes or changes one.

Everything happens in one transaction each. Nobody else writes `XtdComment`: its own
`save()` corrupts a thread when two people answer in it at once.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_comments.signals import comment_was_posted, comment_will_be_posted
from django_comments_xtd.models import XtdComment
from wagtail.models import Page

from . import threads
from .models import (
    CommentablePageMixin,
    CommentDetails,
    CommentEdit,
    PendingComment,
    Subscription,
    Support,
    Topic,
)
from .moderation import reason_to_hold
from .signals import comment_published

SENTENCES = {
    "gone": gettext_lazy("This page is no longer here, so nobody could read it."),
    "not_commented": gettext_lazy("This page does not take comments."),
    "private": gettext_lazy(
        "Not everybody may read this page, so it takes no comments."
    ),
    "closed": gettext_lazy("The discussion on this page is closed."),
    "reply_gone": gettext_lazy(
        "The comment that you answer is no longer here. You can still write a comment "
        "of your own."
    ),
    "too_deep": gettext_lazy(
        "This conversation has gone as deep as it can. Please answer an earlier comment."
    ),
    "no_name": gettext_lazy("Please choose a name. Any name will do."),
    "long_name": gettext_lazy(
        "Please choose a shorter name, of at most 50 characters."
    ),
    "no_display_name": gettext_lazy(
        "Your account has no display name yet. Please choose one, so that your e-mail "
        "address need not be shown."
    ),
    "email": gettext_lazy("Please give a whole e-mail address, like name@example.org."),
    "website": gettext_lazy(
        "Please give the whole address of your website, like https://example.org, or "
        "leave it away."
    ),
    "empty": gettext_lazy("Please write something: the comment is empty."),
    "long": gettext_lazy("Please shorten the comment: at most 3,000 characters fit."),
    "characters": gettext_lazy(
        "Something in it cannot be kept: a character that no keyboard writes. Please "
        "type it anew."
    ),
    "not_taken": gettext_lazy("We cannot take this comment."),
    "unknown": gettext_lazy(
        "We do not know this link. Perhaps a part of it is missing, or a newer mail has "
        "come since."
    ),
    "expired": gettext_lazy(
        "This link is too old: it was good for seven days. Please write the comment again."
    ),
    "not_yours": gettext_lazy("Only who wrote a comment can change it."),
    "no_topic": gettext_lazy("This topic takes no more support."),
    "late": gettext_lazy(
        "A comment can be changed for 15 minutes after it was written."
    ),
    "deleted": gettext_lazy(
        "Who wrote this comment has deleted it: nothing is left of it."
    ),
}


class Refused(Exception):  # noqa: N818 - an answer rather than an error
    """What somebody asked for is not done; as text, a sentence that tells them why."""

    def __init__(self, code, sentence=""):
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    def __str__(self):
        return str(self.sentence or SENTENCES[self.code])


# --- Where one may write


def gate(page):
    """The specific page as it is now; raises Refused unless it takes comments."""
    page = Page.objects.filter(pk=getattr(page, "pk", page)).first()
    if page is None or not page.live or page.alias_of_id:
        raise Refused("gone")
    page = page.specific
    if not isinstance(page, CommentablePageMixin):
        raise Refused("not_commented")
    if page.get_view_restrictions().exists():
        raise Refused("private")
    if not page.comments_open:
        raise Refused("closed")
    return page


def check_parent(page, reply_to):
    """The comment, or the comment with the id, `reply_to`, or None if that is empty;
    raises Refused if nobody may answer it."""
    pk = getattr(reply_to, "pk", reply_to)
    if not pk:
        return None
    on_page = threads.on_page(page).filter(content_type=page.content_type_id)
    # By `id`, which holds any number: `pk` is a relation, and SQLite stops at 64 bits.
    parent = threads.visible(on_page).filter(id=pk).first()
    if parent is None or not parent.thread_id:
        raise Refused("reply_gone")
    if parent.level >= threads.DEEPEST:
        raise Refused("too_deep")
    return parent


# --- What one may write


def clean_name(name):
    name = " ".join(clean_characters(name).split())
    if not name:
        raise Refused("no_name")
    if len(name) > XtdComment._meta.get_field("user_name").max_length:
        raise Refused("long_name")
    return name


def clean_email(email):
    try:
        validate_email(clean_characters(email))
    except ValidationError as error:
        raise Refused("email") from error
    if len(email) > XtdComment._meta.get_field("user_email").max_length:
        raise Refused("email")
    return email


def clean_website(website):
    if not website:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(clean_characters(website))
    except ValidationError as error:
        raise Refused("website") from error
    if len(website) > XtdComment._meta.get_field("user_url").max_length:
        raise Refused("website")
    return website


def clean_text(text):
    text = clean_characters(text).replace("\r\n", "\n").strip()
    if not text:
        raise Refused("empty")
    if len(text) > settings.COMMENT_MAX_LENGTH:
        raise Refused("long")
    return text


def clean_characters(value):
    """`value`; raises Refused for what PostgreSQL cannot keep."""
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused("characters")
    return value


def identity(name, email, user):
    """Name and address: of somebody signed in those of the account, never others."""
    if user is None:
        return clean_name(name), clean_email(email)
    if not user.display_name.strip():
        raise Refused("no_display_name")
    longest = XtdComment._meta.get_field("user_name").max_length
    return clean_name(user.display_name[:longest]), clean_email(user.email)


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
        parent = check_parent(page, reply_to)
        comment = XtdComment(
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
        post(comment, request)
        CommentDetails.objects.create(
            comment=comment,
            held_because=getattr(comment, "held_because", ""),
            suggests_topic=suggests_topic,
        )
        if suggests_topic:
            Topic.objects.create(comment=comment)
        if wants_replies:
            Subscription.objects.create(comment=comment, email=email)
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
        threads.on_page(page)
        .filter(user_email__iexact=email, comment=text, submit_date__gt=since)
        .filter(is_removed=False)
        .first()
    )


def post(comment, request):
    """Save `comment`, with the signals of django-comments, which moderators answer."""
    about = {"sender": XtdComment, "comment": comment, "request": request}
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
        comment_published.send(sender=XtdComment, comment=comment)


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
        CommentEdit.objects.create(comment=comment, text=comment.comment)
        comment.comment = text
        details, _created = CommentDetails.objects.get_or_create(comment=comment)
        details.edited_at = timezone.now()
        # What a moderator has read was the text before.
        if comment.is_public and reason_to_hold(comment, comment.content_object):
            comment.is_public = False
            details.held_because = _("Edited after it was published.")
        details.save()
        comment.save(update_fields=["comment", "is_public"])
    return comment


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
        comment.edits.all().delete()
        comment.subscriptions.all().delete()
        comment.pending.update(name="", email="", website="")
    return comment


def is_own(comment, user):
    return user.is_authenticated and comment.user_id == user.pk


# --- What members may do for a topic


def support(topic, user, wants_mail=False):
    """Note that `user` would like `topic`, once however often they say so."""
    with transaction.atomic():
        # Nobody decides on it at the same moment.
        topic = Topic.objects.public().select_for_update(of=("self",)).get(pk=topic.pk)
        if not topic.takes_support:
            raise Refused("no_topic")
        Support.objects.update_or_create(
            topic=topic, user=user, defaults={"wants_mail": wants_mail}
        )


def withdraw_support(topic, user):
    Support.objects.filter(topic=topic, user=user).delete()


# --- What a moderator may do


def publish(comment):
    return change(comment, is_public=True)


def hold(comment):
    return change(comment, is_public=False)


def remove(comment):
    return change(comment, is_removed=True)


def restore(comment):
    return change(comment, is_removed=False)


def change(comment, **state):
    """Change the state of `comment` and of no other."""
    with transaction.atomic():
        lock(comment)
        if state.get("is_removed") is False and not comment.comment:
            raise Refused("deleted")
        # Comments from elsewhere come without details, published long ago.
        published_at = comment.submit_date if comment.is_public else None
        CommentDetails.objects.get_or_create(
            comment=comment, defaults={"published_at": published_at}
        )
        for name, value in state.items():
            setattr(comment, name, value)
        comment.save(update_fields=list(state))
        announce(comment)
    return comment


def lock(comment):
    """Read `comment` anew, for nobody else to change it until the transaction ends."""
    rows = XtdComment.norel_objects.select_for_update(of=("self",), no_key=True)
    comment.refresh_from_db(from_queryset=rows)

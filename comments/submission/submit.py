"""A comment on its way from the form to the page: who writes it, whether it is taken,
and whether it is published or held. Pages and API submit through this one module.
"""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from base.mail import mail_was_answered, too_many_mails_of_site, too_many_mails_to
from base.mail.queue import MAILS_OF_SITE
from base.rate_limits import HOUR, MINUTE, RateLimit, client_key, time_left
from comments import writing
from comments.lookups import get_commentable_page, get_parent
from comments.mails import send_confirmation
from comments.models import (
    BlockedAddress,
    Comment,
    CommentSettings,
    PendingComment,
)
from comments.moderation.holding import has_published, reason_to_hold
from comments.refusals import CommentRefused
from members.models import User

from .names import is_reserved

LONGEST_NAME = Comment._meta.get_field("user_name").max_length
OF_A_COMMENT = ("text", "reply_to", "wants_replies", "suggests_topic")
OF_A_GUEST = ("name", "email", "website")
COMMENTS_OF_MEMBER = RateLimit("comments-of-member", 30, 10 * MINUTE)
# Of guests, as long as they are not confirmed. Behind one address of a Tor exit or a café
# there are many people.
COMMENTS_OF_SENDER = RateLimit("comments-of-sender", 30, 10 * MINUTE)
COMMENTS_ON_PAGE = RateLimit("comments-on-page", 120, HOUR)
BUSY = gettext_lazy(
    "If you have confirmed a comment with this address before, and it is published, we "
    "have sent you a link. If not, please wait a little and try again in %(time)s: your "
    "text is still here."
)


def submit(request: HttpRequest, page: Page, fields: dict[str, Any]) -> Comment | None:
    """Add the comment of a member, or keep that of a guest until they confirm it.

    `fields` are the cleaned data of a valid form for `page`. Returns the comment, or
    None for a guest, who is sent a link. Raises CommentRefused.
    """
    comment = {name: fields[name] for name in OF_A_COMMENT}
    if request.user.is_authenticated:
        check_member(request.user)
        return add_comment(page.pk, user=request.user, request=request, **comment)
    comment |= {name: fields[name] for name in (*OF_A_GUEST, "remember")}
    if reason := reason_to_refuse_strangers(request, page):
        if has_published(comment["email"]):
            with suppress(CommentRefused):
                keep_until_confirmed(page, comment)
        # The same for everybody: whose address is known is nobody's business.
        raise CommentRefused("limit", reason)
    keep_until_confirmed(page, comment)
    return None


def check_member(user: User) -> None:
    """Count a comment by a member; raises CommentRefused for too many."""
    if COMMENTS_OF_MEMBER.hit_limit(user.pk):
        sentence = _(
            "You have sent many comments in the last minutes. Please send this one in "
            "%s: your text is still here."
        )
        raise CommentRefused("limit", sentence % time_left(COMMENTS_OF_MEMBER))


def reason_to_refuse_strangers(request: HttpRequest, page: Page) -> str:
    """Count a comment by a guest; a sentence if so many are unconfirmed that only those
    are let through whom the group knows, or an empty text."""
    if COMMENTS_OF_SENDER.hit_limit(client_key(request)):
        limit = COMMENTS_OF_SENDER
        reason = _("Many comments have come from your connection in the last minutes.")
    elif COMMENTS_ON_PAGE.hit_limit(page.pk):
        limit = COMMENTS_ON_PAGE
        reason = _("This page is getting more comments than we can look after.")
    elif too_many_mails_of_site():
        limit = MAILS_OF_SITE
        reason = _("So many people are writing that our mail has to pause.")
    else:
        return ""
    return reason + " " + BUSY % {"time": time_left(limit)}


def keep_until_confirmed(page: Page, comment: dict[str, Any]) -> None:
    """Keep the comment of a guest and mail them a link; raises CommentRefused if their
    address has been sent too many."""
    with transaction.atomic():  # a comment without its mail would be lost
        pending, token = PendingComment.start(page=page, **comment)
        if not token:
            return
        if sentence := too_many_mails_to(pending.email):
            raise CommentRefused("limit", sentence)
        send_confirmation(pending, token)


def stop_counting(pending: PendingComment, request: HttpRequest | None) -> None:
    """Take a comment that was confirmed out of all limits."""
    mail_was_answered(pending.email)
    COMMENTS_ON_PAGE.take_back(pending.page_id)
    if request:
        COMMENTS_OF_SENDER.take_back(client_key(request))


def confirm(token: str, request: HttpRequest | None = None) -> PendingComment:
    """Add the comment that waits for `token`, and return its PendingComment; once more,
    nothing changes. Raises CommentRefused."""
    with transaction.atomic():
        waiting = PendingComment.objects.select_for_update(of=("self",), no_key=True)
        pending = waiting.for_token(token)
        if pending is None:
            raise CommentRefused("unknown")
        if pending.confirmed_at:
            return pending
        if pending.expired():
            raise CommentRefused("expired")
        fields = (*OF_A_COMMENT[:1], *OF_A_COMMENT[2:], *OF_A_GUEST)
        comment = {name: getattr(pending, name) for name in fields}
        pending.comment = add_comment(
            pending.page_id, reply_to=pending.reply_to_id, request=request, **comment
        )
        pending.confirmed_at = timezone.now()
        pending.text = ""
        pending.save()
        stop_counting(pending, request)
    return pending


def add_comment(
    page_id: int,
    *,
    text: str,
    name: str = "",
    email: str = "",
    website: str = "",
    user: User | None = None,
    reply_to: int | None = None,
    **options: Any,
) -> Comment:
    """Store a comment on a page, published or held as the settings say, and return it.

    What was typed has passed the form; whether it is taken is decided now: it may have
    waited for its link for days. `user` is a member, whose account tells name and
    address; `reply_to` is an id; `options` are those of `writing.create`. A duplicate of
    the last day is answered with the comment that is there. Raises CommentRefused, and
    then nothing was written.
    """
    if user is not None:
        name, email = author_of(user)
    with transaction.atomic():
        writing.lock_page(page_id)
        page = get_commentable_page(page_id)
        if duplicate := find_duplicate(page, email, text):
            return duplicate
        check_writer(user, name, email)
        settings = CommentSettings.of(page)
        settings.check_words(text, name, website)
        answered = get_parent(page, reply_to)
        comment = Comment(content_object=page, user=user, comment=text)
        comment.user_name, comment.user_email, comment.user_url = name, email, website
        if answered and answered.level >= Comment.DEEPEST:
            comment.parent_id = answered.parent_id
            options["in_reply_to"] = answered
        elif answered:
            comment.parent_id = answered.pk
        reason = reason_to_hold(comment, settings)
        return writing.create(comment, held_because=reason, **options)


def check_writer(user: User | None, name: str, email: str) -> None:
    """Raises CommentRefused for a name of the group's, or an address that is blocked."""
    if is_reserved(name) and not (user and user.can_enter_cms):
        raise CommentRefused("reserved_name")
    if BlockedAddress.objects.has(email):
        raise CommentRefused("not_taken")


def author_of(user: User) -> tuple[str, str]:
    """The name and the address of a member; raises CommentRefused without a name."""
    name = " ".join(user.display_name[:LONGEST_NAME].split())
    if not name:
        raise CommentRefused("no_display_name")
    return name, user.email


def find_duplicate(page: Page, email: str, text: str) -> Comment | None:
    """The comment of the last day by the same address with the same text, or None."""
    since = timezone.now() - PendingComment.DUPLICATE_WITHIN
    comments = Comment.objects.on(page).not_removed()
    return comments.filter(
        user_email__iexact=email, comment=text, submit_date__gt=since
    ).first()


def remember_author(pending: PendingComment) -> User | None:
    """Make the author of a confirmed comment a member, if they asked for it, and return
    the user; None otherwise."""
    comment = pending.comment
    if not (pending.remember and pending.email) or comment is None:
        return None
    if comment.user_id or comment.is_removed:
        return None
    user = User.objects.remember(pending.email, pending.name)
    writing.set_user(comment, user)
    return user

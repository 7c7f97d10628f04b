"""A mail to the moderators when something new waits: at most one an hour."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from base.mail import send_mail_template
from comments.models import Comment, Digest, Report
from comments.models.comments import IN_STATE

from .permissions import moderators

AT_MOST_EVERY = timedelta(hours=1)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
WAITING = IN_STATE[Comment.State.WAITING]
NAMED = 5  # comments that the mail links to


def send_if_due() -> None:
    """Tell the moderators what waits, if something does that they were not told of."""
    now = timezone.now()
    with transaction.atomic():
        last = last_digest()
        if last.sent_at > now - AT_MOST_EVERY or not is_news(last.sent_at):
            return
        last.sent_at = now
        last.save()
        addresses = moderators().values_list("email", flat=True)
        send_mail_template("comments/mail/digest", list(addresses), what_waits())


def last_digest():
    """The one row, for no other worker to change it until the transaction ends."""
    Digest.objects.get_or_create(pk=1, defaults={"sent_at": NEVER})
    return Digest.objects.select_for_update().get(pk=1)


def is_news(since):
    reports = Report.objects.unanswered().filter(
        comment=OuterRef("pk"), created_at__gt=since
    )
    held_at = Coalesce("details__held_at", "submit_date")
    comments = Comment.objects.need_a_moderator().alias(held_at=held_at)
    return comments.filter(Q(WAITING, held_at__gt=since) | Exists(reports)).exists()


def what_waits():
    comments = Comment.objects.need_a_moderator()
    numbers = Comment.objects.count_needs()
    of_reported = "" if numbers["waiting"] else "?state=reported"
    newest = comments.order_by("-submit_date", "-pk")[:NAMED]
    return {
        **numbers,
        "number": comments.count(),
        "list_url": absolute("index") + of_reported,
        "links": [absolute("inspect", comment.pk) for comment in newest],
    }


def absolute(name, *args):
    return settings.SITE_URL + reverse(f"moderation:{name}", args=args)

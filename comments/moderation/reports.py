"""Reports: readers say that a moderator should look at a comment."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from comments import writing
from comments.models import Comment, Report
from members.models import User

from .decisions import Decision, decide

TO_HOLD = 3  # reports by different people


def add_report(
    comment: Comment,
    reason: str,
    text: str = "",
    *,
    user: User | AnonymousUser | None = None,
    browser: str = "",
) -> Report:
    """Keep a report by the member `user`, or else by who has `browser`, a random text,
    and return it.

    Everybody has one for each comment: once more changes nothing. With the third that
    no moderator has answered yet, the comment waits for one.
    """
    user = user if user is not None and user.is_authenticated else None
    who = f"member {user.pk}" if user else f"browser {browser}"
    reporter = salted_hmac("comments.reports", who, algorithm="sha256").hexdigest()
    with transaction.atomic():
        writing.lock(comment)
        fields = {"user": user, "reason": reason, "text": text}
        report, is_new = Report.objects.get_or_create(
            comment=comment, reporter=reporter, defaults=fields
        )
        if is_new and comment.is_public and not comment.is_removed:
            hold_if_reported_often(comment)
    return report


def hold_if_reported_often(comment):
    number = Report.objects.unanswered().filter(comment=comment).count()
    if number >= TO_HOLD:
        because = _("Reported by %d people.") % number
        decide([comment], Decision.HOLD, because=because)

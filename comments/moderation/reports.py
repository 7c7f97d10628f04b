"""Reports: readers say that a moderator should look at a comment."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from base.rate_limits import DAY, HOUR, RateLimit, client_key
from comments import writing
from comments.models import Comment, Report
from comments.refusals import CommentRefused
from members.models import User

from .audit_log import history_of
from .decisions import Decision, decide
from .holding import published_names

TO_HOLD = 3  # reports by different people
REPORTS_OF_SENDER = RateLimit("reports-of-sender", 20, HOUR)
# Strangers are told apart by their networks alone: nobody holds a comment with a new window
# for each report. Members need no such limit.
REPORTS_OF_SENDER_ON_COMMENT = RateLimit("reports-of-sender-on-comment", 1, DAY)


def check_reporter(request: HttpRequest, comment: Comment) -> None:
    """Count a report; raises CommentRefused for somebody who sends too many."""
    sender = client_key(request)
    is_stranger = not request.user.is_authenticated
    if REPORTS_OF_SENDER.hit_limit(sender) or (
        is_stranger
        and REPORTS_OF_SENDER_ON_COMMENT.hit_limit(f"{sender.wide} {comment.pk}")
    ):
        sentence = _(
            "Several reports have come from your connection already. We will look at "
            "them. Please wait a while before you send more."
        )
        raise CommentRefused("limit", sentence)


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
    reports = Report.objects.unanswered().filter(comment=comment)
    if is_trusted(comment):  # strangers are heard, but do not hide it
        reports = reports.exclude(user=None)
    number = reports.count()
    if number >= TO_HOLD:
        because = _("Reported by %d people.") % number
        decide([comment], Decision.HOLD, because=because)


def is_trusted(comment: Comment) -> bool:
    """Whether a moderator approved `comment`, or an earlier one by who wrote it."""
    approved = history_of(comment).filter(action=Decision.APPROVE)
    return comment.user_name in published_names(comment) or approved.exists()

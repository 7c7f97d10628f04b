"""How much one sender may do in a while, and the sentences that say so."""

from typing import NoReturn

from django.http import HttpRequest
from wagtail.models import Page

from base.mail.queue import too_many_mails
from base.rate_limits import DAY, HOUR, MINUTE, RateLimit, client_key
from comments.models import Comment
from comments.refusals import CommentRefused

# Behind one address of a Tor exit or a café there are many people.
COMMENTS_OF_SENDER = RateLimit("comments-of-sender", 30, 10 * MINUTE)
COMMENTS_ON_PAGE = RateLimit("comments-on-page", 120, HOUR)
REPORTS_OF_SENDER = RateLimit("reports-of-sender", 20, HOUR)
# Nobody holds a comment alone, with a new window for each report.
REPORTS_OF_SENDER_ON_COMMENT = RateLimit("reports-of-sender-on-comment", 2, DAY)


def check_sender(request: HttpRequest, page: Page) -> None:
    """Count a comment; raises CommentRefused for somebody who sends too many."""
    if COMMENTS_OF_SENDER.hit_limit(client_key(request)):
        refuse(
            "Many comments have come from your connection in the last minutes. Please "
            "wait a little and send yours again: your text is still here."
        )
    if COMMENTS_ON_PAGE.hit_limit(page.pk):
        refuse(
            "This page is getting more comments than we can look after. Please try again "
            "in an hour: your text is still here."
        )


def check_reporter(request: HttpRequest, comment: Comment) -> None:
    """Count a report; raises CommentRefused for somebody who sends too many."""
    sender = client_key(request)
    if REPORTS_OF_SENDER.hit_limit(sender) or REPORTS_OF_SENDER_ON_COMMENT.hit_limit(
        f"{sender} {comment.pk}"
    ):
        refuse(
            "Several reports have come from your connection already. We will look at "
            "them. Please wait a while before you send more."
        )


def check_recipient(email: str) -> None:
    """Count a mail; raises CommentRefused where no further one may go to `email`."""
    if sentence := too_many_mails(email):
        refuse(sentence)


def refuse(sentence: str) -> NoReturn:
    raise CommentRefused("limit", sentence, status=429)

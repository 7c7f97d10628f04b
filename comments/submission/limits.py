"""How much one sender may do in a while, and the sentences that say so."""

from base.client import client_key
from base.rate_limits import is_spent
from comments.refusals import CommentRefused

TOO_MANY = 429  # the status of HTTP


def check_sender(request, page):
    """Count a comment; raises CommentRefused for somebody who sends too much."""
    if is_spent("comments of a sender", client_key(request)):
        refuse(
            "Many comments have come from your connection in the last minutes. Please "
            "wait a little and send yours again: your text is still here."
        )
    if is_spent("comments on a page", page.pk):
        refuse(
            "This page is getting more comments than we can look after. Please try again "
            "in an hour: your text is still here."
        )


def check_reporter(request, comment):
    """Count a report; raises CommentRefused for somebody who reports too much."""
    sender = client_key(request)
    if is_spent("reports of a sender", sender) or is_spent(
        "reports of a sender on a comment", f"{sender} {comment.pk}"
    ):
        refuse(
            "Several reports have come from your connection already. We will look at "
            "them. Please wait a while before you send more."
        )


def check_recipient(email):
    """Count a mail; raises CommentRefused where no further one may go to `email`."""
    address = email.lower()
    if is_spent("mails to an address, short", address) or is_spent(
        "mails to an address, long", address
    ):
        refuse(
            "We have sent several mails to this address already. Please look for one of "
            "them, also among unwanted mail, or try again tomorrow: nothing you typed is lost."
        )
    if is_spent("mails of the site", "all"):
        refuse(
            "So many people are writing that our mail has to pause. Please try again in "
            "an hour: nothing you typed is lost."
        )


def refuse(sentence):
    raise CommentRefused("limit", sentence, TOO_MANY)

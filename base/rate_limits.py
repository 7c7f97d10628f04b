"""How much one sender may do in a while, counted in the shared cache alone.

Nothing here can be turned back into an address: senders are known by a hash whose key
changes daily and is thrown away (`members.client`), mail addresses by one keyed with the
site's secret, and both are forgotten when their while is over.
"""

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from .client import client_key

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds

# name: how often, in which while
LIMITS = {
    # Behind one address of a Tor exit or a café there are many people.
    "comments of a sender": (30, 10 * MINUTE),
    "comments on a page": (120, HOUR),
    "reports of a sender": (20, HOUR),
    # Nobody holds a comment alone, with a new window for each report.
    "reports of a sender on a comment": (2, DAY),
    "mails to an address, short": (3, HOUR),
    "mails to an address, long": (10, DAY),
    "mails of the site": (300, HOUR),
    "answers of a sender": (30, 10 * MINUTE),  # who says whether they come to a meeting
    "letters of a sender": (30, DAY),  # who says that they did what one block asks for
}


def is_spent(name, who):
    """Count one more by `who`; whether the limit `name` was reached before it."""
    most, period = LIMITS[name]
    digest = salted_hmac("comments.limits", str(who)).hexdigest()[:32]
    key = f"limit:{name}:{digest}:{int(time.time()) // period}".replace(" ", "-")
    cache.add(key, 0, period)
    try:
        return cache.incr(key) > most
    except ValueError:  # it expired this very moment
        return False


def too_much(request, page):
    """A sentence for somebody who sends too much, or an empty text."""
    if is_spent("comments of a sender", client_key(request)):
        return (
            "Many comments have come from your connection in the last minutes. Please "
            "wait a little and send yours again: your text is still here."
        )
    if is_spent("comments on a page", page.pk):
        return (
            "This page is getting more comments than we can look after. Please try again "
            "in an hour: your text is still here."
        )
    return ""


def too_many_reports(request, comment):
    """A sentence for somebody who reports too much, or an empty text."""
    sender = client_key(request)
    if is_spent("reports of a sender", sender) or is_spent(
        "reports of a sender on a comment", f"{sender} {comment.pk}"
    ):
        return (
            "Several reports have come from your connection already. We will look at "
            "them. Please wait a while before you send more."
        )
    return ""


def too_many_mails(email):
    """A sentence where no further mail may go to `email`, or an empty text."""
    address = email.lower()
    if is_spent("mails to an address, short", address) or is_spent(
        "mails to an address, long", address
    ):
        return (
            "We have sent several mails to this address already. Please look for one of "
            "them, also among unwanted mail, or try again tomorrow: nothing you typed is lost."
        )
    if is_spent("mails of the site", "all"):
        return (
            "So many people are writing that our mail has to pause. Please try again in "
            "an hour: nothing you typed is lost."
        )
    return ""

"""What people are promised about their comments: said here, and true everywhere."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .models import PendingComment

DAYS = PendingComment.LIFETIME.days

PROMISES = {
    # The README tells moderators to look once or twice a week.
    "read": _(
        "Your comment is waiting for a moderator. We read every one, usually within a few "
        "days, and email you when it is published."
    ),
    "link": format_lazy(
        _(
            "The link works for {days} days. After that, an unconfirmed comment is deleted."
        ),
        days=DAYS,
    ),
    "not_yours": format_lazy(
        _(
            "If it wasn't you, do nothing: it will not be posted, and is deleted after "
            "{days} days."
        ),
        days=DAYS,
    ),
}

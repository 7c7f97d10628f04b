"""RSVPs and past meetings for tests."""

import datetime
import re

from django.urls import reverse
from django.utils import timezone

from blog.models import RSVP
from tests.factories import MeetingPageFactory

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
GUEST = {"name": "Minji", "email": "minji@example.org"}


def in_past(blog, **fields):
    starts = timezone.now() - fields.pop("ago", DAY)
    return MeetingPageFactory(parent=blog, starts=starts, **fields)


def rsvp_url(meeting):
    return reverse("meetings:rsvp", args=[meeting.pk])


def link_in(message):
    """The path of the link in a mail about an RSVP."""
    return re.search(r"http://[^/\s]+(/meetings/answer/\S+/)", message.body)[1]


def come(meeting, user=None, confirmed=3 * DAY, **guest):
    """An RSVP that was confirmed some time ago."""
    return RSVP.objects.create(
        meeting=meeting, user=user, confirmed_at=timezone.now() - confirmed, **guest
    )

"""Meetings of the past, and people who come."""

import datetime

from django.urls import reverse
from django.utils import timezone

from blog.models import RSVP
from tests.factories import MeetingPageFactory

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
GUEST = {"name": "Minji", "email": "minji@example.org"}


def in_past(blog, **fields):
    starts = timezone.now() - fields.pop("ago", DAY)
    return MeetingPageFactory(parent=blog, starts=starts, **fields)


def address_of(meeting):
    return reverse("meetings:rsvp", args=[meeting.pk])


def come(meeting, user=None, said=3 * DAY, **guest):
    """Somebody's word, confirmed a while ago."""
    return RSVP.objects.create(
        meeting=meeting, user=user, confirmed_at=timezone.now() - said, **guest
    )

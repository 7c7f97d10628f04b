"""Pages with an action, and what they say of it."""

import datetime
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from base.models import ActionCount

BLOCK = uuid4()
HOUR = datetime.timedelta(hours=1)


def in_hours(number):
    return (timezone.now() + number * HOUR).isoformat()


def address_of(page, block_id=BLOCK):
    return reverse("did_it", args=[page.pk, block_id])


def number_of(page, block_id=BLOCK):
    return ActionCount.on(page).get(block_id, 0)


def part(response):
    """The block on a page."""
    return response.text.partition('<section class="action')[2].partition("</section>")[
        0
    ]

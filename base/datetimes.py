"""Moments that every calendar, clock and database can tell.

Near the ends of the years that Python knows, a moment has none in Seoul, and whatever
shows it breaks.
"""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HERE = ZoneInfo(settings.TIME_ZONE)
FIRST = datetime.datetime(2000, 1, 1, tzinfo=HERE)
LAST = datetime.datetime(2100, 12, 31, 23, 59, 59, tzinfo=HERE)


def within_reach(moment):
    """`moment`, or the nearest one that can be shown; None stays None."""
    return moment and min(max(aware(moment), FIRST), LAST)


def aware(moment):
    """`moment`, which is one in Seoul without a time zone, as programs may send it."""
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def validate_moment(moment):
    if not FIRST <= aware(moment) <= LAST:
        raise ValidationError(
            _("Please look at the year: it is one from %(first)s to %(last)s."),
            code="out_of_reach",
            params={"first": FIRST.year, "last": LAST.year},
        )


class MomentField(models.DateTimeField):
    """Takes moments that can be shown, and reads others as the nearest of those."""

    default_validators = [validate_moment]

    def from_db_value(self, value, expression, connection):
        return within_reach(value)

    def to_python(self, value):
        moment = super().to_python(value)
        # Text comes from stored versions; forms and programs bring moments to validate.
        return within_reach(moment) if isinstance(value, str) else moment

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

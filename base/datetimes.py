"""Dates and times within a range that every calendar, clock and database can show.

Near the first and last years that Python knows, a time in UTC has none in Seoul.
"""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TIME_ZONE = ZoneInfo(settings.TIME_ZONE)
FIRST = datetime.datetime(2000, 1, 1, tzinfo=TIME_ZONE)
LAST = datetime.datetime(2100, 12, 31, 23, 59, 59, tzinfo=TIME_ZONE)


def clamp(value: datetime.datetime | None) -> datetime.datetime | None:
    """`value`, or the end of the range that it is beyond; None stays None."""
    return value and min(max(make_aware(value), FIRST), LAST)


def validate_bounds(value: datetime.datetime) -> None:
    """Raise ValidationError for a `value` out of the range."""
    if not FIRST <= make_aware(value) <= LAST:
        raise ValidationError(
            _("Please look at the year: it is one from %(first)s to %(last)s."),
            code="out_of_reach",
            params={"first": FIRST.year, "last": LAST.year},
        )


def make_aware(value: datetime.datetime) -> datetime.datetime:
    """`value`, taken to be in Seoul if it has no time zone, as clients may send it."""
    return timezone.make_aware(value) if timezone.is_naive(value) else value


class BoundedDateTimeField(models.DateTimeField):
    """Accepts values within the range, and reads others as the nearest end of it."""

    default_validators = [validate_bounds]

    def from_db_value(self, value, expression, connection):
        return clamp(value)

    def to_python(self, value):
        parsed = super().to_python(value)
        # Text comes from stored revisions; forms and clients bring values to validate.
        return clamp(parsed) if isinstance(value, str) else parsed

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

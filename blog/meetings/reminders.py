"""What the worker mails to those who come to a meeting, each thing once."""

from django.db import transaction
from django.utils import timezone

from .mails import send_cancellation, send_reminder, send_return
from .rsvp import Attendance

BATCH = 100


def send_due():
    """Remind of the meetings of the next day, and tell of those that are cancelled, or
    take place after all."""
    now = timezone.now()
    attendances = Attendance.objects
    send_once(attendances.to_be_reminded(), send_reminder, reminded_at=now)
    send_once(
        attendances.to_be_told_of_cancellation(),
        send_cancellation,
        told_of_cancellation_at=now,
    )
    # From then on they can be told of a cancellation again.
    send_once(
        attendances.to_be_told_of_return(), send_return, told_of_cancellation_at=None
    )


def send_once(attendances, send, **noted):
    """Mail each of `attendances` by `send`, unless another worker has `noted` it."""
    for attendance in attendances[:BATCH]:
        with transaction.atomic():  # a mail is queued if and only if it is noted
            known = {name: getattr(attendance, name) for name in noted}
            if Attendance.objects.filter(pk=attendance.pk, **known).update(**noted):
                send(attendance)

"""What the worker mails to those who come to a meeting, each thing once."""

from django.db import transaction
from django.utils import timezone

from .attendance import Attendance
from .mails import send_cancellation, send_reminder

BATCH = 100


def send_due():
    """Remind of the meetings of the next day, and tell of those that are cancelled."""
    attendances = Attendance.objects
    send_once(attendances.to_be_reminded(), "reminded_at", send_reminder)
    send_once(
        attendances.to_be_told_of_cancellation(),
        "told_of_cancellation_at",
        send_cancellation,
    )


def send_once(attendances, noted_in, send):
    for attendance in attendances[:BATCH]:
        with transaction.atomic():  # a mail is queued if and only if it is noted
            unsent = Attendance.objects.filter(pk=attendance.pk, **{noted_in: None})
            if unsent.update(**{noted_in: timezone.now()}):
                send(attendance)

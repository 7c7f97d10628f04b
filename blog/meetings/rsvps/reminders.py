"""The mails that the worker sends to people with an RSVP, each once."""

from django.db import transaction
from django.utils import timezone

from .mails import send_cancellation, send_reinstatement, send_reminder
from .models import RSVP

BATCH_SIZE = 100


def send_due():
    """Mail reminders, cancellations and reinstatements that are due."""
    now, rsvps = timezone.now(), RSVP.objects
    send_once(rsvps.due_reminders(), send_reminder, reminded_at=now)
    send_once(rsvps.due_cancellations(), send_cancellation, told_of_cancellation_at=now)
    # Reset, so that another cancellation is mailed again.
    send_once(
        rsvps.due_reinstatements(), send_reinstatement, told_of_cancellation_at=None
    )


def send_once(rsvps, send, **noted):
    """Mail each of `rsvps` with `send` and note it in the fields `noted`.

    An RSVP whose fields another worker has changed meanwhile is left out.
    """
    for rsvp in rsvps[:BATCH_SIZE]:
        with transaction.atomic():  # a mail is queued if and only if it is noted
            known = {name: getattr(rsvp, name) for name in noted}
            if RSVP.objects.filter(pk=rsvp.pk, **known).update(**noted):
                send(rsvp)

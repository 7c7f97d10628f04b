"""Mails about RSVPs. They say when the meeting is and link to it, never who else comes."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from base.mail import send_mail_template

from .models import RSVP

BATCH_SIZE = 100


def send_due():
    """Mail the reminders, cancellations and reinstatements that are due, each once."""
    now, rsvps = timezone.now(), RSVP.objects
    send_once("reminder", rsvps.due_reminders(), reminded_at=now)
    send_once("cancellation", rsvps.due_cancellations(), told_of_cancellation_at=now)
    # Reset, so that another cancellation is mailed again.
    send_once("reinstatement", rsvps.due_reinstatements(), told_of_cancellation_at=None)


def send_once(name, rsvps, **noted):
    """Mail each of `rsvps` the mail `name` and note it in the fields `noted`.

    An RSVP whose fields another worker has changed meanwhile is left out.
    """
    for rsvp in rsvps[:BATCH_SIZE]:
        with transaction.atomic():  # a mail is queued if and only if it is noted
            known = {field: getattr(rsvp, field) for field in noted}
            if RSVP.objects.filter(pk=rsvp.pk, **known).update(**noted):
                send(name, rsvp)


def send(name, rsvp):
    """Mail `name`, with the link by which the RSVP can be confirmed or withdrawn."""
    link = settings.SITE_URL + reverse("meetings:rsvp_by_link", args=[rsvp.token])
    context = {
        "meeting": rsvp.meeting,
        "meeting_url": rsvp.meeting.full_url,
        "link": link,
        "days": RSVP.CONFIRM_WITHIN.days,
    }
    # Without "One-Click": mail programs would withdraw RSVPs unasked.
    headers = {"List-Unsubscribe": f"<{link}>"} if name == "reminder" else None
    template = f"blog/rsvp/mail/{name}"
    send_mail_template(template, rsvp.recipient, context, headers=headers)

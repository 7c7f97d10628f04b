"""Mails about RSVPs. They say when the meeting is and link to it, never who else comes."""

from django.conf import settings
from django.urls import reverse

from base.mail import send_mail_template


def send_confirmation(rsvp):
    """Mail a guest the link with which they confirm their RSVP."""
    send("confirmation", rsvp, {"days": rsvp.CONFIRM_WITHIN.days})


def send_reminder(rsvp):
    # Without "One-Click": mail programs would withdraw RSVPs unasked.
    send("reminder", rsvp, headers={"List-Unsubscribe": f"<{rsvp_link(rsvp)}>"})


def send_cancellation(rsvp):
    send("cancellation", rsvp)


def send_reinstatement(rsvp):
    """Tell somebody who heard of a cancellation that the meeting takes place after all."""
    send("reinstatement", rsvp)


def send(name, rsvp, context=None, headers=None):
    meeting = rsvp.meeting
    send_mail_template(
        f"blog/rsvp/mail/{name}",
        rsvp.recipient,
        {
            "meeting": meeting,
            "meeting_url": meeting.full_url,
            "link": rsvp_link(rsvp),
            **(context or {}),
        },
        headers=headers,
    )


def rsvp_link(rsvp):
    """The address of the page on which the RSVP can be confirmed or withdrawn."""
    return settings.SITE_URL + reverse("meetings:rsvp_by_link", args=[rsvp.token])

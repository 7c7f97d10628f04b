"""What is mailed about meetings: when it is and where to read more, never who comes."""

from django.conf import settings
from django.urls import reverse

from base.mail import send_mail_template


def send_confirmation(attendance):
    """Mail a guest the link with which they say that it was them."""
    days = attendance.UNCONFIRMED_FOR.days
    send("coming", attendance, {"days": days})


def send_reminder(attendance):
    # Without "One-Click": mail programs would take back somebody's word unasked.
    send(
        "reminder", attendance, headers={"List-Unsubscribe": f"<{link_of(attendance)}>"}
    )


def send_cancellation(attendance):
    send("cancelled", attendance)


def send_return(attendance):
    """Tell who was told of a cancellation that the meeting takes place after all."""
    send("returned", attendance)


def send(name, attendance, context=None, headers=None):
    meeting = attendance.meeting
    send_mail_template(
        f"blog/mail/{name}",
        attendance.address,
        {
            "meeting": meeting,
            "meeting_url": meeting.full_url,
            "link": link_of(attendance),
            **(context or {}),
        },
        headers=headers,
    )


def link_of(attendance):
    """Where one can confirm or take back one's word, after a question."""
    return settings.SITE_URL + reverse("meetings:answer", args=[attendance.token])

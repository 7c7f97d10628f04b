"""The queue: a mail becomes a row of it."""

import re
from email.utils import getaddresses, make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from post_office.models import PRIORITY, STATUS, Email

SUBJECT_LENGTH = Email._meta.get_field("subject").max_length
UNSAFE_CHARACTERS = set('",;:<>()[]\\ ')
CONTROL_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Queue(BaseEmailBackend):
    """The EMAIL_BACKEND of the site: stores what Django's mail functions send."""

    def send_messages(self, messages):
        return len(Email.objects.bulk_create([to_queue(mail) for mail in messages]))


def to_queue(message):
    """The row of the queue for a Django `message`."""
    headers = {
        "Auto-Submitted": "auto-generated",  # no automatic replies, please
        "Message-ID": make_msgid(domain=settings.SITE_HOST),
        **{name: str(value) for name, value in message.extra_headers.items()},
    }
    if message.reply_to:
        headers.setdefault("Reply-To", ", ".join(map(str, message.reply_to)))
    subject = one_line(message.subject)[:SUBJECT_LENGTH]
    refuse_control_characters(
        subject, message.from_email, *message.recipients(), *headers, *headers.values()
    )
    text, html = text_and_html(message)
    return Email(
        from_email=message.from_email,
        to=list(map(bare_address, message.to)),
        cc=list(map(bare_address, message.cc)),
        bcc=list(map(bare_address, message.bcc)),
        subject=subject,
        message=text,
        html_message=html,
        headers=headers,
        priority=PRIORITY.medium,
        status=STATUS.queued,
        scheduled_time=timezone.now(),
        number_of_retries=0,
    )


def refuse_control_characters(*header_texts):
    # No error here repeats an address: it may end in a log.
    if any(CONTROL_CHARACTER.search(str(text)) for text in header_texts):
        raise BadHeaderError(
            "The address or header of a mail contains a line break or another control "
            "character. Whoever entered it must be asked for another one."
        )


def validate_mailbox(address: str) -> None:
    """Raise ValidationError for an address that needs quotation marks.

    The standard allows it, but the queue and other programs read several addresses.
    """
    if not UNSAFE_CHARACTERS.isdisjoint(address) or CONTROL_CHARACTER.search(address):
        raise ValidationError(
            _("This is not a whole e-mail address, like name@example.org."), "invalid"
        )


def bare_address(recipient):
    """The address alone: the table has commas between recipients, and names may, too."""
    addresses = [address for _, address in getaddresses([str(recipient)])]
    address = addresses[0] if len(addresses) == 1 else ""
    try:
        validate_email(address)
        validate_mailbox(address)
    except ValidationError as error:
        raise ValueError(
            "A mail can be sent to an address like name@example.org only, not to what "
            "was given."
        ) from error
    return address


def text_and_html(message):
    alternatives = getattr(message, "alternatives", [])
    if message.attachments or any(kind != "text/html" for _, kind in alternatives):
        raise NotImplementedError(
            "The mail queue keeps texts and their HTML. Link to a file instead of "
            "attaching it."
        )
    if message.content_subtype == "html":
        return "", message.body
    return message.body, alternatives[0][0] if alternatives else ""


def one_line(text):
    return " ".join(str(text).split())

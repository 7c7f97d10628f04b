"""The way of a mail into the queue."""

import re
from collections.abc import Iterable
from email.utils import getaddresses, make_msgid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from post_office.models import PRIORITY, STATUS, Email

from base.rate_limits import DAY, HOUR, RateLimit, time_left

# --- How many that ask for an answer

MAILS_TO_ADDRESS = (
    RateLimit("mails-to-address-an-hour", 3, HOUR),
    RateLimit("mails-to-address-a-day", 10, DAY),
)
MAILS_OF_SITE = RateLimit("mails-of-site", 300, HOUR)
IGNORES_DOTS = {"gmail.com", "googlemail.com"}


def too_many_mails(email: str) -> str:
    """Count a mail to `email`; a sentence if none may be sent now, or an empty text."""
    return too_many_mails_to(email) or too_many_mails_of_site()


def too_many_mails_to(email: str) -> str:
    """The same as far as it is up to the address: nobody's mailbox is flooded."""
    address = mailbox(email)
    reached = [limit for limit in MAILS_TO_ADDRESS if limit.hit_limit(address)]
    if not reached:
        return ""
    for limit in MAILS_TO_ADDRESS:  # what is not sent does not count
        limit.take_back(address)
    return _(
        "We have sent several mails to this address already, and none of them was "
        "answered. Please look for one of them, also in your spam folder, or try again in "
        "%s: nothing you typed is lost."
    ) % time_left(*reached)


def too_many_mails_of_site() -> str:
    """The same as far as it is up to the site."""
    if not MAILS_OF_SITE.hit_limit("all"):
        return ""
    return _(
        "So many people are writing that our mail has to pause. Please try again in %s: "
        "nothing you typed is lost."
    ) % time_left(MAILS_OF_SITE)


def mail_was_answered(email: str) -> None:
    """Stop counting a mail to `email`: its reader wanted it."""
    for limit in MAILS_TO_ADDRESS:
        limit.take_back(mailbox(email))
    MAILS_OF_SITE.take_back("all")


def mailbox(email: str) -> str:
    """One text for all the addresses that lead to the same mailbox."""
    name, _at, domain = email.lower().rpartition("@")
    name = name.partition("+")[0]
    if domain in IGNORES_DOTS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


# --- From templates


def send_mail_template(
    name: str,
    to: str | Iterable[str],
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> None:
    """Queue the mail of the templates `name`.subject.txt, `name`.txt and `name`.html.

    Each address in `to`, one or a list of them, gets its own mail and does not see the
    others.
    """
    site = {"site_url": settings.SITE_URL, "site_name": settings.WAGTAIL_SITE_NAME}
    context = {**site, **context}
    context["subject"] = one_line(render_text(f"{name}.subject.txt", context))
    text = render_text(f"{name}.txt", context).strip() + "\n"
    html = render_to_string(f"{name}.html", context)
    messages = [
        EmailMultiAlternatives(
            context["subject"],
            text,
            to=[address],
            headers=headers,
            alternatives=[(html, "text/html")],
        )
        for address in as_list(to)
    ]
    get_connection().send_messages(messages)


def render_text(template_name, context):
    template = get_template(template_name).template
    return template.render(Context(context, autoescape=False))


def as_list(addresses):
    return [addresses] if isinstance(addresses, str) else list(addresses)


# --- Into the queue

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
            gettext_lazy("This is not a whole e-mail address, like name@example.org."),
            "invalid",
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

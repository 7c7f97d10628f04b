"""The mail queue.

A mail is stored in the transaction of what caused it. `manage.py worker` delivers it, with
retries until the mail server accepts it.

The table is post_office's; its backend and its sender are not used. The backend renders
what people wrote as a Django template. The sender records what was sent only at the end
of a batch, so a worker that is killed before sends all of it again.
"""

import contextlib
import logging
import re
import smtplib
from datetime import timedelta
from email.utils import getaddresses, make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from post_office.models import PRIORITY, STATUS, Email

BATCH = 200  # mails over one connection
# The first must outlast the slowest delivery: until then no other worker takes the mail.
RETRY_DELAYS = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 30, 60, 180)]
MAX_ATTEMPTS = 45  # the last delay repeated makes five days
KEPT_FOR = {STATUS.sent: timedelta(days=1), STATUS.failed: timedelta(days=30)}

SUBJECT_LENGTH = Email._meta.get_field("subject").max_length
UNSAFE_CHARACTERS = set('",;:<>()[]\\ ')
CONTROL_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

logger = logging.getLogger(__name__)


# --- Writing


def send_mail_template(name, to, context, reply_to=None, headers=None):
    """Queue the mail of the templates `name`.subject.txt, `name`.txt and `name`.html.

    `to` and `reply_to` are an address or a list of them. Each address in `to` gets its
    own mail and does not see the others.
    """
    context = {
        "site_url": settings.SITE_URL,
        "site_name": settings.WAGTAIL_SITE_NAME,
        **context,
    }
    context["subject"] = one_line(render_text(f"{name}.subject.txt", context))
    text = render_text(f"{name}.txt", context).strip() + "\n"
    html = render_to_string(f"{name}.html", context)
    messages = [
        EmailMultiAlternatives(
            context["subject"],
            text,
            to=[address],
            reply_to=as_list(reply_to),
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
    return [addresses] if isinstance(addresses, str) else list(addresses or [])


def one_line(text):
    return " ".join(str(text).split())


# --- Queueing


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


def validate_mailbox(address):
    """Raise ValidationError for an address that needs quotation marks.

    The standard allows it, but the queue and other programs read several addresses.
    """
    if not UNSAFE_CHARACTERS.isdisjoint(address) or CONTROL_CHARACTER.search(address):
        raise ValidationError(
            _("This is not a whole e-mail address, like name@example.org."), "invalid"
        )


def bare_address(recipient):
    """The address between < and >: names may have commas, which separate addresses in
    the table."""
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


# --- Delivering


def due():
    return Email.objects.filter(
        status__in=[STATUS.queued, STATUS.requeued], scheduled_time__lte=timezone.now()
    )


def send_due(should_stop=lambda: False):
    """Send a batch of what is due over one connection, until `should_stop()`.

    May be killed at any moment, and may run several times at once.
    """
    # Those that failed least come first, so that one bad mail does not delay the others.
    in_order = due().order_by("number_of_retries", "pk")
    mails = list(in_order.prefetch_related("attachments")[:BATCH])
    if not mails:
        return
    connection = get_connection(settings.POST_OFFICE["BACKENDS"]["default"])
    try:
        connection.open()
    except OSError as error:
        errors = [record_failure(mail, error) for mail in mails if claim(mail)]
    else:
        errors = list(deliver(mails, connection, should_stop))
    finally:
        with contextlib.suppress(OSError):
            connection.close()
    if errors:
        reason = describe_error(errors[-1])
        logger.warning(
            "%d of %d mails were not taken: %s", len(errors), len(mails), reason
        )


def deliver(mails, connection, should_stop):
    """Send `mails` and yield the errors, until `should_stop()` or the connection is lost."""
    for mail in mails:
        if should_stop():
            return
        if not claim(mail):
            continue
        try:
            connection.send_messages([mail.email_message()])
        except (OSError, ValueError) as error:
            yield record_failure(mail, error)
            if is_connection_lost(error):
                return
        else:
            mark(mail, STATUS.sent)


def claim(mail):
    """Record this attempt and the time of the next one; 0 if another worker was first."""
    attempt = mail.number_of_retries + 1
    unchanged = due().filter(pk=mail.pk, number_of_retries=mail.number_of_retries)
    mail.status = STATUS.failed if attempt == MAX_ATTEMPTS else STATUS.requeued
    return unchanged.update(
        number_of_retries=attempt,
        status=mail.status,
        scheduled_time=timezone.now()
        + RETRY_DELAYS[min(attempt, len(RETRY_DELAYS)) - 1],
        last_updated=timezone.now(),
    )


def mark(mail, status):
    mail.status = status
    Email.objects.filter(pk=mail.pk).update(status=status, last_updated=timezone.now())


def record_failure(mail, error):
    """Log `error` with the mail if it will not be tried again, and return it."""
    if is_recipient_unknown(error):
        mark(mail, STATUS.failed)
    if mail.status == STATUS.failed:
        kind = type(error).__name__
        mail.logs.create(status=STATUS.failed, exception_type=kind, message=str(error))
    return error


def is_recipient_unknown(error):
    # 5.7 is about the sender: we may be able to correct that, so the mail is kept.
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 and not text.startswith(b"5.7.")
        for code, text in error.recipients.values()
    )


def is_connection_lost(error):
    # With 421 the server closes the connection.
    return isinstance(error, OSError) and reply_codes(error) in ([], [421])


def describe_error(error):
    # The text of a reply may repeat the address.
    kind = type(error).__name__
    if isinstance(error, smtplib.SMTPException):
        return " ".join([kind, *map(str, reply_codes(error))])
    return f"{kind} {error}"


def reply_codes(error):
    """The different codes that the mail server replied with, if it did."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _ in error.recipients.values()})
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    return []


def mails_to(address):
    """The mails to `address` that are queued, or were sent or given up recently."""
    return Email.objects.filter(to__iexact=address)


def purge():
    """Delete old mails. Some are kept for a while, as people ask what was sent."""
    for status, age in KEPT_FOR.items():
        old = Email.objects.filter(last_updated__lt=timezone.now() - age)
        old.filter(status=status).delete()

"""The mail queue. A mail is stored in the transaction of what caused it, and delivered
by `manage.py worker`, again and again, until the mail server takes it.

The table is post_office's; its backend and its sender are not used. The one renders what
people wrote as a Django template, the other notes only at the end of a batch what was
sent, so that a worker killed in between sends it all again.
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
# The first must outlast the slowest delivery: until then the mail is the worker's own.
PAUSES = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 30, 60, 180)]
ATTEMPTS = 45  # the last pause again and again makes five days
KEPT_FOR = {STATUS.sent: timedelta(days=1), STATUS.failed: timedelta(days=30)}

SUBJECT_LENGTH = Email._meta.get_field("subject").max_length
ODDITIES = set('",;:<>()[]\\ ')
CONTROL_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

logger = logging.getLogger(__name__)


# --- Writing


def send_mail_template(name, to, context, reply_to=None, headers=None):
    """Queue the mail of the templates `name`.subject.txt, `name`.txt and `name`.html.

    `to` and `reply_to` are an address or a list of them; each in `to` gets a mail of
    its own, so that nobody sees the others.
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
    """The EMAIL_BACKEND of the site, for whatever sends mail through Django."""

    def send_messages(self, messages):
        return len(Email.objects.bulk_create([queued(mail) for mail in messages]))


def queued(message):
    headers = {
        "Auto-Submitted": "auto-generated",  # so that no holiday notice answers it
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
    """For addresses that people type: raises ValidationError for what the standard
    allows between quotation marks, where the queue and other programs see several."""
    if not ODDITIES.isdisjoint(address) or CONTROL_CHARACTER.search(address):
        raise ValidationError(
            _("This is not a whole e-mail address, like name@example.org."), "invalid"
        )


def bare_address(recipient):
    """What is between < and >: the table has commas between recipients, names have too."""
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


def send_due(enough=lambda: False):
    """Send a batch of what is due over one connection; after each mail ask if `enough()`.

    May be killed at any moment, and run as often at once as one likes.
    """
    # Those that failed least come first, so that one bad mail cannot hold up the others.
    in_order = due().order_by("number_of_retries", "pk")
    mails = list(in_order.prefetch_related("attachments")[:BATCH])
    if not mails:
        return
    connection = get_connection(settings.POST_OFFICE["BACKENDS"]["default"])
    try:
        connection.open()
    except OSError as error:
        errors = [not_taken(mail, error) for mail in mails if claim(mail)]
    else:
        errors = list(deliver(mails, connection, enough))
    finally:
        with contextlib.suppress(OSError):
            connection.close()
    if errors:
        reason = describe(errors[-1])
        logger.warning(
            "%d of %d mails were not taken: %s", len(errors), len(mails), reason
        )


def deliver(mails, connection, enough):
    """Send `mails` and yield the errors, until `enough()` or the connection is lost."""
    for mail in mails:
        if enough():
            return
        if not claim(mail):
            continue
        try:
            connection.send_messages([mail.email_message()])
        except (OSError, ValueError) as error:
            yield not_taken(mail, error)
            if is_connection_lost(error):
                return
        else:
            mark(mail, STATUS.sent)


def claim(mail):
    """Write down the next attempt before this one; nothing if another worker was first."""
    attempt = mail.number_of_retries + 1
    unchanged = due().filter(pk=mail.pk, number_of_retries=mail.number_of_retries)
    mail.status = STATUS.failed if attempt == ATTEMPTS else STATUS.requeued
    return unchanged.update(
        number_of_retries=attempt,
        status=mail.status,
        scheduled_time=timezone.now() + PAUSES[min(attempt, len(PAUSES)) - 1],
        last_updated=timezone.now(),
    )


def mark(mail, status):
    mail.status = status
    Email.objects.filter(pk=mail.pk).update(status=status, last_updated=timezone.now())


def not_taken(mail, error):
    """Return `error`, after noting it with a mail that will not be tried again."""
    if is_recipient_unknown(error):
        mark(mail, STATUS.failed)
    if mail.status == STATUS.failed:
        kind = type(error).__name__
        mail.logs.create(status=STATUS.failed, exception_type=kind, message=str(error))
    return error


def is_recipient_unknown(error):
    # 5.7 is about the sender: it may be for us to mend, and the mail must outlive that.
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 and not text.startswith(b"5.7.")
        for code, text in error.recipients.values()
    )


def is_connection_lost(error):
    # 421 is how a server says that it hangs up.
    return isinstance(error, OSError) and answers(error) in ([], [421])


def describe(error):
    # What the server says beside its number may repeat the address.
    kind = type(error).__name__
    if isinstance(error, smtplib.SMTPException):
        return " ".join([kind, *map(str, answers(error))])
    return f"{kind} {error}"


def answers(error):
    """The different numbers that the mail server answered with, if it did."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _ in error.recipients.values()})
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    return []


def mails_to(address):
    """The mails to `address` that wait, or that were sent or given up lately."""
    return Email.objects.filter(to__iexact=address)


def purge():
    """Forget whom mails went to: at once would be best, but people ask what was sent."""
    for status, age in KEPT_FOR.items():
        old = Email.objects.filter(last_updated__lt=timezone.now() - age)
        old.filter(status=status).delete()

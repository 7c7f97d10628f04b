"""The delivery of what is queued, with retries."""

import contextlib
import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.charset import QP, Charset
from email.header import Header

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import QuerySet
from django.utils import timezone
from post_office.models import STATUS, Email

BATCH = 200  # mails over one connection
# The first must outlast the slowest delivery: until then no other worker takes the mail.
RETRY_DELAYS = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 30, 60, 180)]
MAX_ATTEMPTS = 45  # the last delay repeated makes five days
KEPT_FOR = {STATUS.sent: timedelta(days=1), STATUS.failed: timedelta(days=30)}

QUOTED_PRINTABLE = Charset("utf-8")
QUOTED_PRINTABLE.body_encoding = QP

logger = logging.getLogger(__name__)


def due():
    return Email.objects.filter(
        status__in=[STATUS.queued, STATUS.requeued], scheduled_time__lte=timezone.now()
    )


def send_due(should_stop: Callable[[], bool] = lambda: False) -> None:
    """Send a batch of what is due over one connection, until `should_stop()`.

    May be killed at any moment, and may run several times at once.
    """
    # Those that failed least come first, so that one bad mail does not delay the others.
    in_order = due().order_by("number_of_retries", "pk")
    mails = list(in_order.prefetch_related("attachments")[:BATCH])
    if not mails:
        return
    # Set by vars().update(), which mypy does not see.
    backends = settings.POST_OFFICE["BACKENDS"]  # type: ignore[misc]
    connection = get_connection(backends["default"])
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
            connection.send_messages([encode(mail.email_message())])
        except (OSError, ValueError) as error:
            yield record_failure(mail, error)
            if is_connection_lost(error):
                return
        else:
            mark(mail, STATUS.sent)


def encode(message):
    """`message` in ASCII alone, which no server on its way has reason to change.

    Of long subjects Django leaves the first line empty, and makes words of more than the
    75 characters that RFC 2047 allows.
    """
    message.encoding = QUOTED_PRINTABLE
    if not message.subject.isascii():
        header = Header(message.subject, "utf-8", maxlinelen=75, header_name="Subject")
        message.subject = " ".join(header.encode().split())
    return message


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


def mails_to(address: str) -> QuerySet[Email]:
    """The mails to `address` that are queued, or were sent or given up recently."""
    return Email.objects.filter(to__iexact=address)


def purge() -> None:
    """Delete old mails. Some are kept for a while, as people ask what was sent."""
    for status, age in KEPT_FOR.items():
        old = Email.objects.filter(last_updated__lt=timezone.now() - age)
        old.filter(status=status).delete()

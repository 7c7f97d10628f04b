"""The mail queue.

A mail is stored in the transaction of what caused it. `manage.py worker` delivers it, with
retries until the mail server accepts it.

The table is post_office's; its backend and its sender are not used. The backend renders
what people wrote as a Django template. The sender records what was sent only at the end
of a batch, so a worker that is killed before sends all of it again.
"""

from .delivery import mails_to, purge, send_due
from .queue import (
    Queue,
    mail_was_answered,
    mailbox,
    send_mail_template,
    too_many_mails,
    too_many_mails_of_site,
    too_many_mails_to,
    validate_mailbox,
)

__all__ = [
    "Queue",
    "mail_was_answered",
    "mailbox",
    "mails_to",
    "purge",
    "send_due",
    "send_mail_template",
    "too_many_mails",
    "too_many_mails_of_site",
    "too_many_mails_to",
    "validate_mailbox",
]

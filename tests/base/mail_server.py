"""A mail server for tests of the queue of mails, and mails to be sent."""

import socket
import threading
import time
from collections import Counter
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from post_office.models import STATUS, Email

WAITING = [STATUS.queued, STATUS.requeued]


class MailServer:
    """A real SMTP server, at first down, that keeps what it takes."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.taken = []
        self.contents = []  # the same as it came
        self.connections = Counter()
        self.answers = {}  # to RCPT and DATA: address -> text
        self.delay = 0  # seconds for each mail
        self.reached = threading.Condition()
        self.controller = None

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        time.sleep(self.delay)
        with self.reached:
            self.contents.append(envelope.content)
            self.taken.append(message_from_bytes(envelope.content))
            self.connections[session.peer] += 1
            self.reached.notify_all()
        return "250 OK"

    def wait_for(self, number):
        with self.reached:
            assert self.reached.wait_for(lambda: len(self.taken) >= number, 60)

    @property
    def subjects(self):
        return [message["Subject"] for message in self.taken]


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.POST_OFFICE = {"BACKENDS": {"default": smtp}}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


def send(subject="Vigil", to="reader@example.org", **fields):
    EmailMessage(subject, "At the embassy.", to=[to], **fields).send()


def send_many(number):
    mails = [
        EmailMessage(f"Vigil {n}", to=[f"reader-{n}@example.org"])
        for n in range(number)
    ]
    mail.get_connection().send_messages(mails)


def let_pauses_pass():
    Email.objects.filter(status__in=WAITING).update(scheduled_time=timezone.now())


def waiting():
    return Email.objects.filter(status__in=WAITING)

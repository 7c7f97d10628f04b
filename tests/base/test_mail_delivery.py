"""Stored mails survive broken mail servers."""

import re
import socket
import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail import send_mail
from django.utils import timezone
from post_office.models import STATUS, Email

from base.mail import purge, send_due
from base.mail.delivery import MAX_ATTEMPTS
from tests.base.mail_server import let_pauses_pass, send, send_many, waiting

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def test_a_mail_arrives_once_the_mail_server_is_back(db, mail_server):
    send()
    send_due()
    let_pauses_pass()
    send_due()
    assert waiting().count() == 1

    mail_server.start()
    let_pauses_pass()
    send_due()

    assert mail_server.subjects == ["Vigil"]
    assert Email.objects.get().status == STATUS.sent


def test_the_pauses_between_attempts_grow_and_end_after_five_days(db, mail_server):
    send()
    pauses = []
    while waiting().exists():
        let_pauses_pass()
        send_due()
        pauses.append(Email.objects.get().scheduled_time - timezone.now())

    minutes = [round(pause / timedelta(minutes=1)) for pause in pauses]
    assert minutes[:7] == [2, 5, 15, 30, 60, 180, 180]
    assert minutes == sorted(minutes)
    assert len(minutes) == MAX_ATTEMPTS
    assert timedelta(days=4.9) < sum(pauses[:-1], timedelta()) < timedelta(days=5.1)
    assert Email.objects.get().status == STATUS.failed
    assert "Connection refused" in Email.objects.get().logs.get().message


def test_nothing_is_tried_before_its_pause_is_over(db, mail_server):
    send()
    send_due()
    mail_server.start()

    send_due()

    assert mail_server.taken == []


def test_the_last_attempt_can_still_succeed(db, mail_server):
    mail_server.start()
    send()
    Email.objects.update(number_of_retries=MAX_ATTEMPTS - 1)

    send_due()

    assert Email.objects.get().status == STATUS.sent


def test_a_server_that_is_down_makes_one_line_in_the_log_that_names_nobody(
    db, mail_server, caplog
):
    send_many(50)

    send_due()

    assert len(caplog.records) == 1
    assert "50 of 50 mails" in caplog.text
    assert "Connection refused" in caplog.text
    assert "@" not in caplog.text


def test_a_mail_server_that_hangs_keeps_the_worker_for_one_timeout_only(
    db, mail_server, settings
):
    settings.EMAIL_TIMEOUT = 0.2
    send_many(50)
    with socket.create_server(("127.0.0.1", mail_server.port)):
        start = time.monotonic()
        send_due()

    assert time.monotonic() - start < 2
    assert waiting().filter(number_of_retries=1).count() == 50


def test_a_recipient_who_does_not_exist_is_given_up_at_once(db, mail_server):
    mail_server.start()
    mail_server.answers = {"gone@example.org": "550 5.1.1 No such user"}
    send("Gone", to="gone@example.org")
    send("Vigil")

    send_due()

    assert mail_server.subjects == ["Vigil"]
    gone = Email.objects.get(subject="Gone")
    assert gone.status == STATUS.failed
    assert "No such user" in gone.logs.get().message


@pytest.mark.parametrize("answer", ["451 4.7.1 Greylisted", "554 5.7.1 Relay denied"])
def test_a_recipient_may_be_accepted_later(db, mail_server, answer, caplog):
    mail_server.start()
    mail_server.answers = {"reader@example.org": answer}
    send("Refused")
    send("Vigil", to="other@example.org")

    send_due()

    assert mail_server.subjects == ["Vigil"]
    assert waiting().get().subject == "Refused"
    assert "SMTPRecipientsRefused" in caplog.text
    assert "@" not in caplog.text


def test_a_mail_that_breaks_the_connection_holds_up_no_other(db, mail_server):
    mail_server.start()
    mail_server.answers = {"bad@example.org": "421 4.3.2 Goodbye"}
    send("Bad", to="bad@example.org")
    send_due()
    send("Vigil")
    let_pauses_pass()

    send_due()

    assert mail_server.subjects == ["Vigil"]
    assert waiting().get().subject == "Bad"


def test_a_mail_that_cannot_be_made_holds_up_no_other(db, mail_server):
    mail_server.start()
    send("Bad")
    send("Vigil")
    Email.objects.filter(subject="Bad").update(headers={"X": "line\nbreak"})

    send_due()

    assert mail_server.subjects == ["Vigil"]


def test_a_batch_goes_over_one_connection(db, mail_server):
    mail_server.start()
    send_many(20)

    send_due()

    assert list(mail_server.connections.values()) == [20]


def test_an_empty_queue_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        send_due()


def test_what_was_sent_is_forgotten_after_a_day_and_what_failed_after_a_month(db):
    for name, status, days in [
        ("sent today", STATUS.sent, 0.9),
        ("sent yesterday", STATUS.sent, 1.1),
        ("failed lately", STATUS.failed, 29),
        ("failed long ago", STATUS.failed, 31),
        ("waiting", STATUS.requeued, 31),
    ]:
        send(name)
        then = timezone.now() - timedelta(days=days)
        Email.objects.filter(subject=name).update(status=status, last_updated=then)

    purge()

    kept = Email.objects.order_by("pk").values_list("subject", flat=True)
    assert list(kept) == ["sent today", "failed lately", "waiting"]


SUBJECTS = [
    "Vigil",
    "A long subject " * 10,
    "Cancelled: 양심수 석방 캠페인과 " * 8,
    "가" * 200,
    "x" * 60 + "é",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_mail_is_plain_ascii_with_a_well_formed_subject(db, mail_server, subject):
    mail_server.start()
    send_mail(subject.strip(), "Müde. " * 300 + "\n김", None, ["a@example.org"])
    send_due()
    [raw] = mail_server.contents
    headers, _blank, body = raw.partition(b"\r\n\r\n")
    lines = re.search(rb"^Subject:.*?(?=\r\n\S)", headers, re.S | re.M)[0].split(
        b"\r\n"
    )
    read = message_from_bytes(raw, policy=default)

    assert raw.isascii()
    assert max(map(len, lines)) <= 78
    assert all(line.strip() for line in lines)
    assert len(lines[0]) > len("Subject: ")
    assert max(map(len, re.findall(rb"=\?.*?\?=", headers)), default=0) <= 75
    assert read["Subject"] == subject.strip()
    assert read.get_content().startswith("Müde. Müde.")
    assert read["Content-Transfer-Encoding"] == "quoted-printable"
    assert max(map(len, body.split(b"\r\n"))) <= 76

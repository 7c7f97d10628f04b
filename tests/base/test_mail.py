"""Mail is stored with what caused it, and survives broken mail servers and workers."""

import copy
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, message_from_string
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail import BadHeaderError, EmailMessage
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from post_office.models import STATUS, Email
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from base.mail import purge, send_due, send_mail_template
from base.mail.delivery import MAX_ATTEMPTS
from tests.factories import StandardPageFactory

WAITING = [STATUS.queued, STATUS.requeued]


@pytest.fixture(autouse=True)
def queue(mail_is_queued, settings, tmp_path):
    """The site's own way to send, in place of the outbox that pytest-django brings."""
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


# Without a transaction around the test: other processes see what it does.
committed = pytest.mark.django_db(transaction=True)


class MailServer:
    """A real SMTP server, at first down, that keeps what it takes."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.taken = []
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


@pytest.fixture
def start_worker(tmp_path, mail_server):
    """`start_worker()` is a `manage.py worker` of its own on the tests' database."""
    workers = []

    def start_worker(**environment):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "g48cms.settings",
            "SECRET_KEY": "only for tests",
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
            **environment,
        }
        command = [sys.executable, "manage.py", "worker"]
        workers.append(subprocess.Popen(command, env=environment))
        return workers[-1]

    yield start_worker
    for worker in workers:
        worker.kill()
        worker.wait()


def database_url():
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return "sqlite:///" + quote(str(config["NAME"]))
    password = quote(config["PASSWORD"], safe="")
    host = f"{config['HOST']}:{config['PORT']}"
    return f"postgres://{config['USER']}:{password}@{host}/{config['NAME']}"


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


def wait_until(is_true, seconds=60):
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "It never became true."
        time.sleep(0.02)


def waiting():
    return Email.objects.filter(status__in=WAITING)


# --- Queueing


def test_a_mail_is_stored_and_not_sent_by_the_request_that_caused_it(db, mail_server):
    mail_server.start()

    send()

    assert mail_server.taken == []
    assert Email.objects.get().status == STATUS.queued


@committed
def test_a_mail_of_a_transaction_that_is_rolled_back_does_not_go_out(mail_server):
    mail_server.start()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send("Never")
        raise ZeroDivisionError
    with transaction.atomic():
        send("Kept")

    send_due()

    assert mail_server.subjects == ["Kept"]


def test_what_people_wrote_is_not_taken_for_a_template(db):
    text = "{% lorem 3 w %} {{ 1|add:1 }} {# gone #} {% no such tag %}"

    EmailMessage(text, text, to=["reader@example.org"]).send()

    stored = Email.objects.get()
    assert (stored.subject, stored.message) == (text, text)


def test_every_mail_says_that_a_machine_wrote_it_and_on_which_site(db, mail_server):
    mail_server.start()
    send()
    send()

    send_due()

    first, second = mail_server.taken
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"].endswith("@127.0.0.1>")
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Date"]
    assert first["From"] == "Amnesty G48 <no-reply@127.0.0.1>"


def test_a_mail_keeps_its_id_when_it_is_sent_again(db, mail_server):
    mail_server.start()
    send()
    send_due()
    Email.objects.update(status=STATUS.requeued, scheduled_time=timezone.now())

    send_due()

    assert mail_server.taken[0]["Message-ID"] == mail_server.taken[1]["Message-ID"]


@pytest.mark.parametrize("subject", ["a\nBcc: x@example.org", "a\r\n\r\nb", "a\u2028b"])
def test_a_subject_never_contains_a_line_break(db, subject):
    send(subject)

    assert len(Email.objects.get().subject.splitlines()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"to": "reader@example.org\nBcc: x@example.org"},
        {"to": "Reader\r\nBcc: x@example.org <reader@example.org>"},
        {"to": "reader\x00@example.org"},
        {"bcc": ["reader@example.org\n"]},
        {"reply_to": ["reader@example.org\nBcc: x@example.org"]},
        {"from_email": "a@example.org\nBcc: x@example.org"},
        {"headers": {"List-Id": "a\nBcc: x@example.org"}},
        {"headers": {"List-Id: a\nBcc": "x@example.org"}},
    ],
)
def test_a_line_break_cannot_add_a_header(db, fields):
    with pytest.raises(BadHeaderError, match="line break"):
        send(**fields)

    assert not Email.objects.exists()


@pytest.mark.parametrize("recipient", ["", "reader", "a@example.org, b@example.org"])
def test_a_recipient_who_is_no_address_is_refused_without_naming_them(db, recipient):
    with pytest.raises(ValueError, match="to an address like") as refusal:
        EmailMessage("Vigil", "Text", to=["x@example.org", recipient or " "]).send()

    assert "b@" not in str(refusal.value)


def test_a_comma_in_a_name_does_not_make_two_recipients(db, mail_server):
    mail_server.start()
    send(to='"Kim, Minji" <minji@example.org>')

    send_due()

    assert mail_server.taken[0]["To"] == "minji@example.org"


def test_an_attachment_is_refused_when_the_mail_is_written(db):
    message = EmailMessage("Vigil", "Text", to=["reader@example.org"])
    message.attach("poster.txt", "Come!", "text/plain")

    with pytest.raises(NotImplementedError, match="Link to a file"):
        message.send()


# --- Templates


@pytest.fixture
def templates(settings, tmp_path):
    """`templates(subject=…, text=…, html=…)` are the ones named "greeting"."""
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(tmp_path)
    extends = '{% extends "mail/base.html" %}{% block content %}'

    def templates(subject="Hello", text="{{ name }}", html="{{ name }}"):
        (tmp_path / "greeting.subject.txt").write_text(subject)
        (tmp_path / "greeting.txt").write_text(text)
        (tmp_path / "greeting.html").write_text(f"{extends}{html}{{% endblock %}}")

    return templates


def test_the_text_of_a_mail_is_not_escaped_and_its_html_is(db, templates):
    templates(subject="To {{ name }}")

    send_mail_template("greeting", "reader@example.org", {"name": "Kim & <Lee>"})

    stored = Email.objects.get()
    assert stored.subject == "To Kim & <Lee>"
    assert stored.message == "Kim & <Lee>\n"
    assert "<main>Kim &amp; &lt;Lee&gt;</main>" in stored.html_message
    assert "<title>To Kim &amp; &lt;Lee&gt;</title>" in stored.html_message


def test_a_name_with_line_breaks_leaves_the_subject_one_line(db, templates):
    templates(subject="To {{ name }}\n")

    send_mail_template("greeting", "reader@example.org", {"name": "Kim\r\nBcc: x"})

    assert Email.objects.get().subject == "To Kim Bcc: x"


def test_a_template_knows_the_address_of_the_site(db, templates):
    templates(text="{{ site_url }}/topics/")

    send_mail_template("greeting", "reader@example.org", {})

    assert Email.objects.get().message == "http://127.0.0.1:8000/topics/\n"


def test_several_recipients_do_not_see_each_other(db, templates):
    templates()

    send_mail_template("greeting", ["a@example.org", "b@example.org"], {})

    assert [stored.to for stored in Email.objects.order_by("pk")] == [
        ["a@example.org"],
        ["b@example.org"],
    ]


def test_a_mail_carries_the_headers_it_was_given(db, templates, mail_server):
    mail_server.start()
    templates()
    unsubscribe = {"List-Unsubscribe": "<https://g48.example.org/mute/1/>"}

    send_mail_template(
        "greeting", "a@example.org", {}, "office@example.org", unsubscribe
    )
    send_due()

    message = mail_server.taken[0]
    assert message["List-Unsubscribe"] == "<https://g48.example.org/mute/1/>"
    assert message["Reply-To"] == "office@example.org"
    assert message.get_content_type() == "multipart/alternative"


def test_the_html_of_a_mail_asks_no_host_for_anything_and_names_its_language(
    db, templates
):
    templates()

    with override("ko"):
        send_mail_template("greeting", "reader@example.org", {})

    html = Email.objects.get().html_message
    assert '<html lang="ko">' in html
    assert not any(word in html for word in ("src=", "<link", "@import", "url("))


# --- Delivering


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


# --- Workers


@committed
def test_a_worker_killed_in_the_middle_of_a_batch_loses_nothing(
    mail_server, start_worker
):
    mail_server.start()
    mail_server.delay = 0.005
    send_many(200)
    worker = start_worker()
    mail_server.wait_for(50)
    worker.kill()
    worker.wait()
    assert len(mail_server.taken) < 150  # or it was not the middle

    let_pauses_pass()
    start_worker()
    wait_until(lambda: not waiting().exists())

    arrived = Counter(mail_server.subjects)
    assert len(arrived) == 200
    assert arrived.total() <= 201


@committed
def test_a_worker_told_to_stop_sends_nothing_twice_and_leaves_the_rest_due(
    mail_server, start_worker
):
    mail_server.start()
    mail_server.delay = 0.005
    send_many(200)
    worker = start_worker()
    mail_server.wait_for(50)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0

    assert 50 <= len(mail_server.taken) < 150
    untouched = waiting().filter(number_of_retries=0)
    assert len(mail_server.taken) + untouched.count() == 200


@committed
def test_two_workers_send_nothing_twice(mail_server, start_worker):
    mail_server.start()
    mail_server.delay = 0.01
    workers = [start_worker(), start_worker()]

    def connections_used_for(number):
        before = len(mail_server.connections)
        send_many(number)
        wait_until(lambda: not waiting().exists())
        return len(mail_server.connections) - before

    wait_until(lambda: connections_used_for(100) == 2)  # both take part

    assert [worker.poll() for worker in workers] == [None, None]
    sent = Counter(message["Message-ID"] for message in mail_server.taken)
    assert len(sent) == Email.objects.count() >= 100
    assert set(sent.values()) == {1}


@committed
def test_without_a_mail_server_mails_are_files_within_two_seconds(
    tmp_path, start_worker
):
    files = tmp_path / "mail"
    start_worker(EMAIL_URL=f"filemail:///{quote(str(files))}")
    send("First")
    wait_until(lambda: not waiting().exists())

    send("Second")
    wait_until(lambda: not waiting().exists(), seconds=2)

    texts = [file.read_text() for file in sorted(files.iterdir())]
    assert [message_from_string(text)["Subject"] for text in texts] == [
        "First",
        "Second",
    ]


# --- Other people's mail


@pytest.fixture
def submit_for_moderation(home_page, administrator, editor, sign_in, form_of):
    """Submit a page in the CMS, to be approved by the editors."""
    task = GroupApprovalTask.objects.create(name="Read it")
    task.groups.add(editor.groups.get())
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=home_page)
    page = StandardPageFactory(parent=home_page, title="Vigil in May", live=False)
    client = sign_in(administrator)
    form = {**form_of(page).dict(), "action-submit": "1"}

    def submit_for_moderation():
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return client.post(url, form)

    return submit_for_moderation


def test_wagtails_notifications_go_through_the_queue(submit_for_moderation):
    submit_for_moderation()

    stored = Email.objects.get(to="editor@example.org")
    assert "Vigil in May" in stored.subject
    assert stored.headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_server_that_hangs_does_not_keep_a_request_waiting(
    submit_for_moderation, mail_server
):
    with socket.create_server(("127.0.0.1", mail_server.port)):
        start = time.monotonic()
        response = submit_for_moderation()

    assert response.status_code == 302
    assert waiting().exists()
    assert time.monotonic() - start < 5  # the timeout of mail is 10 s


# --- Showing


def test_show_mail_shows_the_latest_mail_with_its_links_apart(db, capsys):
    send("Older")
    text = "Hello,\n\nconfirm at https://g48.example.org/c/1/, or see https://a.org.\n"
    EmailMessage("Confirm", text, to=["reader@example.org"]).send()

    call_command("show_mail")

    shown = capsys.readouterr().out.splitlines()
    assert shown[1:] == [
        "To: reader@example.org",
        "Subject: Confirm",
        "",
        "Hello,",
        "",
        "confirm at",
        "https://g48.example.org/c/1/",
        "or see",
        "https://a.org",
    ]


def test_show_mail_says_when_there_is_none(db, capsys):
    call_command("show_mail")

    assert "There is no mail" in capsys.readouterr().out

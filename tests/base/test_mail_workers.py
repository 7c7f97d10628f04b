"""Workers send every mail once, whatever happens to them, and send none that was rolled back."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_string
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from post_office.models import Email

from base.mail import send_due
from tests.base.mail_server import let_pauses_pass, send, send_many, waiting

pytestmark = pytest.mark.usefixtures("mail_is_queued")


# Without a transaction around the test: other processes see what it does.
committed = pytest.mark.django_db(transaction=True)


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


def wait_until(is_true, seconds=60):
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "It never became true."
        time.sleep(0.02)


# --- Queueing


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

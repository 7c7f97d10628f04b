"""What people read when the disk is full or the database is gone: the truth."""

import re

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from base import health
from tests.members.signing_in import LOGIN

FAILURES = {
    "full": ("database or disk is full", "no room left"),
    "read-only": ("attempt to write a readonly database", "can't save anything"),
    "locked": ("database is locked", "took too long"),
}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b")


@pytest.fixture
def failing(client):
    """`failing(message)` lets the database refuse to write, or to do anything."""
    client.raise_request_exception = False

    def failing(message, only_writes=True):
        def wrapper(execute, sql, params, many, context):
            if not only_writes or WRITES.match(sql):
                raise OperationalError(message)
            return execute(sql, params, many, context)

        return connection.execute_wrapper(wrapper)

    return failing


@pytest.fixture
def five_hundreds(caplog):
    """How often an answer of 5xx was logged."""
    return lambda: [
        record for record in caplog.records if getattr(record, "status_code", 0) >= 500
    ]


@pytest.mark.parametrize("kind", FAILURES)
def test_a_comment_that_cannot_be_saved_is_shown_to_be_copied(
    client, filled_in, failing, five_hundreds, kind
):
    message, sentence = FAILURES[kind]
    with failing(message):
        answer = client.post(
            reverse("comments:post"), filled_in(text="My long thoughts")
        )

    assert answer.status_code == 503
    page = answer.text.replace("&#x27;", "'")
    assert sentence in page
    assert "My long thoughts</textarea>" in page
    assert "Too many" not in page
    assert len(five_hundreds()) == 1
    assert five_hundreds()[0].exc_info


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.parametrize("password", ["", "correct horse"])
def test_signing_in_says_what_is_wrong(client, editor, failing, kind, password):
    message, sentence = FAILURES[kind]
    with failing(message):
        answer = client.post(LOGIN, {"login": editor.email, "password": password})

    assert answer.status_code == 503
    assert sentence in answer.text.replace("&#x27;", "'")


@pytest.mark.parametrize("address", ["/", "/blog/", "/account/login/", "/search/?q=x"])
def test_pages_can_be_read_when_nothing_can_be_written(client, post, failing, address):
    client.get(address)  # the first reader ever makes the settings of the site

    with failing("attempt to write a readonly database"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/blog/", "/account/login/"])
def test_a_lost_database_is_said_on_every_page(
    client, post, failing, five_hundreds, address
):
    client.cookies["sessionid"] = "a" * 32
    with failing("disk I/O error", only_writes=False):
        answer = client.get(address)

    assert answer.status_code in {200, 503}
    if address != "/account/login/":
        assert answer.status_code == 503
        assert "database doesn" in answer.text
        assert len(five_hundreds()) == 1


def test_the_api_says_it_as_a_problem(client, post, failing):
    with failing("disk I/O error", only_writes=False):
        answer = client.get("/api/v3/posts/")

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert "database doesn't answer" in answer.json()["detail"]


def test_a_fault_of_ours_is_not_blamed_on_the_database(client, post, failing):
    with failing("no such column: colour", only_writes=False):
        answer = client.get("/blog/")

    assert answer.status_code == 500
    assert "The fault is ours" in answer.text


# --- /healthz


def health_word(client):
    answer = client.get("/healthz")
    return answer.status_code, answer.text.strip()


@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_health_says_that_nothing_can_be_written(client, db, failing, kind):
    with failing(FAILURES[kind][0]):
        assert health_word(client) == (503, kind)


def test_health_says_that_the_database_is_lost(client, db, failing):
    with failing("disk I/O error", only_writes=False):
        assert health_word(client) == (503, "database")


def test_a_database_in_use_is_healthy(client, db, failing):
    with failing("database is locked"):
        assert health_word(client) == (200, "ok")


def test_health_says_that_the_disk_is_full(client, db, monkeypatch):
    monkeypatch.setattr(health, "LEAST_SPACE", 2**62)

    assert health_word(client) == (503, "full")


def test_health_says_that_no_file_can_be_written(client, db, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "missing"

    assert health_word(client) == (503, "read-only")


def test_health_misses_a_worker_that_is_silent(client, db, monkeypatch):
    health.worker_beats()
    now = health.time.time()
    monkeypatch.setattr(health, "started", 0)
    monkeypatch.setattr(health.time, "time", lambda: now + 299)
    assert health_word(client) == (200, "ok")

    monkeypatch.setattr(health.time, "time", lambda: now + 301)
    assert health_word(client) == (503, "worker")


def test_a_site_that_just_began_waits_for_its_worker(client, db):
    assert health_word(client) == (200, "ok")


def test_the_file_of_the_database_is_missed(client, db, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("There is no file.")
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/g48.sqlite3")

    assert health_word(client) == (503, "database")

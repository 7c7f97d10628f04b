"""Errors are logged and mailed, without anything that people sent."""

import io
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory

from base import error_log
from base.error_log import AdminMailHandler, PrivateFormatter
from g48cms import settings as g48_settings

logger = logging.getLogger("tests")


@pytest.fixture
def log():
    """What goes to stderr: handlers as the settings have them, with a stream to read."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream.getvalue
    root.removeHandler(handler)


@pytest.fixture
def admins(settings, tmp_path, monkeypatch):
    """Administrators, and a handler that mails them."""
    settings.ADMINS = [("", "admin@example.org"), ("", "other@example.org")]
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(error_log, "reported", set())
    handler = AdminMailHandler(logging.ERROR)
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)


def fail(error, request=None):
    """Log `error` as it was raised, like Django does with that of a request."""
    try:
        raise error
    except Exception:
        extra = {"request": request, "status_code": 500} if request else {}
        logger.exception("It failed: %s", "details", extra=extra)


def test_an_error_is_logged_once_with_its_traceback(client, home_page, log, break_view):
    break_view(ValueError("This is wrong."))

    assert client.get("/search/").status_code == 500

    assert log().count("Traceback") == 1
    assert "500 GET /search/" in log()
    assert "builtins.ValueError: This is wrong." in log()
    assert "raise error" in log()


@pytest.fixture
def break_view(client, monkeypatch):
    """`break_view(error)` lets the search raise `error`."""
    client.raise_request_exception = False

    def break_view(error):
        def broken(*args, **kwargs):
            raise error

        monkeypatch.setattr("home.search.render", broken)

    return break_view


@pytest.mark.parametrize(
    "message",
    [
        "Key (email)=(mina@example.org) already exists.",
        "Nobody is mina@example.org",
        "invalid literal for int(): 'my secret words'",
        'value "my secret words" is too long',
        "the address 192.0.2.77 and 2001:db8::77:1",
        "token aB3xY9aB3xY9aB3xY9aB3xY9 is wrong",
        "duplicate key\nDETAIL: Key (email)=(mina@example.org)",
        "cannot read /comments/confirm/x?token=abc123",
    ],
)
def test_what_an_error_quotes_is_hidden(log, message):
    fail(IntegrityError(message))

    hidden = ["mina", "secret words", "192.0.2", "db8", "aB3xY9", "abc123"]
    assert [word for word in hidden if word in log()] == []
    assert "IntegrityError" in log()


def test_names_of_the_database_are_kept(log):
    fail(IntegrityError("UNIQUE constraint failed: members_user.email"))

    assert "UNIQUE constraint failed: members_user.email" in log()


def test_what_led_to_an_error_is_logged(log):
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise ValueError("second") from error
    except ValueError:
        logger.exception("Both")

    assert log().index("KeyError") < log().index("ValueError")


def test_nothing_that_was_sent_is_logged(log):
    factory = RequestFactory()
    factory.cookies["sessionid"] = "cookievalue"
    request = factory.post("/search/?q=queryword", {"text": "formword"})
    assert request.POST

    fail(ValueError("cookievalue, queryword and formword"), request)

    assert [w for w in ("cookievalue", "queryword", "formword") if w in log()] == []


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/comments/confirm/a-very-secret-token/", "/comments/confirm/<"),
        ("/account/password/reset/key/3-secret-key/", "password/reset/key"),
        ("/blog/a-post/", "/blog/a-post/"),
        ("/nowhere", "an address that is none"),
    ],
)
def test_an_address_is_logged_without_its_secret(log, address, logged):
    fail(ValueError("x"), RequestFactory().get(f"{address}?token=abcdef"))

    assert logged in log()
    assert "secret" not in log()
    assert "abcdef" not in log()


def test_administrators_get_the_traceback_by_mail(admins, mailoutbox):
    fail(ValueError("This is wrong."))

    assert [mail.to for mail in mailoutbox] == [
        ["admin@example.org"],
        ["other@example.org"],
    ]
    assert "ValueError in test_error_log.py" in mailoutbox[0].subject
    assert "builtins.ValueError: This is wrong." in mailoutbox[0].body


def test_an_error_is_mailed_once_an_hour(admins, mailoutbox, monkeypatch):
    now = 1_000_000_000
    monkeypatch.setattr(error_log.time, "time", lambda: now)
    for _ in range(3):
        fail(ValueError("This is wrong."))
    assert len(mailoutbox) == 2

    fail(KeyError("another kind"))
    assert len(mailoutbox) == 4

    now += 3600
    fail(ValueError("This is wrong."))
    assert len(mailoutbox) == 6


def test_processes_do_not_repeat_each_other(admins, mailoutbox, monkeypatch):
    fail(ValueError("This is wrong."))
    monkeypatch.setattr(error_log, "reported", set())  # as another process has it

    fail(ValueError("This is wrong."))

    assert len(mailoutbox) == 2


def test_a_mail_about_the_database_does_not_need_it(
    admins, mail_is_queued, settings, tmp_path
):
    settings.POST_OFFICE = {
        "BACKENDS": {"default": "django.core.mail.backends.filebased.EmailBackend"}
    }

    fail(OperationalError("disk I/O error"))

    mails = list((tmp_path / "mail").iterdir())
    assert "OperationalError" in "".join(mail.read_text() for mail in mails)


def test_a_report_of_djangos_would_show_nothing(settings, rf):
    reporter = error_log.HideEverything()
    request = rf.post("/", {"text": "formword"})

    assert reporter.get_safe_settings() == {}
    assert reporter.get_post_parameters(request) == {}
    assert settings.DEFAULT_EXCEPTION_REPORTER_FILTER.endswith("HideEverything")


def test_the_handler_that_mails_all_settings_is_not_used(settings):
    assert "AdminEmailHandler" not in str(settings.LOGGING)
    for name in ("django", "django.request", "django.security"):
        assert logging.getLogger(name).handlers == []


def test_a_wrong_address_of_administrators_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setenv("ADMINS", "admin@example.org,nobody")

    with pytest.raises(ImproperlyConfigured, match="not 'nobody'"):
        g48_settings.admins()

"""Errors are heard, without the words, addresses and secrets of people in them.

The log goes to stderr. Administrators get a mail, once an hour for each kind of error.
"""

import hashlib
import logging
import re
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.views.debug import SafeExceptionReporterFilter

from .errors import diagnose
from .rate_limits import HOUR

HIDDEN = "[…]"
LONGEST_MESSAGE = 300  # characters
PERSONAL = re.compile(
    r"[^\s@<>\"'(),:;=]+@[^\s@<>\"'(),:;]+"  # an email address
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"  # IPv4
    r"|(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])"  # IPv6
    r"|(?=[\w-]*\d)[\w-]{20,}(?:[:.][\w-]+)*"  # a token
    r"|(?<=\?)\S+"  # parameters of an address
)
QUOTED = re.compile(r"(['\"])(?P<text>.*)\1")
IDENTIFIER = re.compile(r"[A-Za-z_][\w.]*", re.ASCII)


class HideEverything(SafeExceptionReporterFilter):
    """Should a report of Django's ever be made: no settings, no forms, no variables."""

    def get_safe_settings(self):
        return {}

    def get_safe_request_meta(self, request):
        return {}

    def get_safe_cookies(self, request):
        return {}

    def get_post_parameters(self, request):
        return {}

    def get_traceback_frame_variables(self, request, tb_frame):
        return []


# --- What is written


class PrivateFormatter(logging.Formatter):
    """Writes an error with its traceback, and nothing that somebody sent."""

    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record, "%Y-%m-%d %H:%M:%S")
        lines = [f"{when} {record.levelname} {record.name}: {headline(record)}"]
        if error := error_of(record):
            lines += describe(error, request_of(record))
        return "\n".join(lines)


def headline(record: logging.LogRecord) -> str:
    if request := request_of(record):
        status = getattr(record, "status_code", "")
        return f"{status} {request.method} {place(request)}"
    return redact(record.getMessage())


def request_of(record: logging.LogRecord) -> HttpRequest | None:
    request = getattr(record, "request", None)
    return request if isinstance(request, HttpRequest) else None


def error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def place(request: HttpRequest) -> str:
    """The address that was asked for, a link's secret left out."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "an address that is none"
    if match.url_name == "wagtail_serve":
        return redact(request.path_info)
    return f"/{match.route}"


def redact(text: str) -> str:
    return PERSONAL.sub(HIDDEN, text)


def describe(error: BaseException, request: HttpRequest | None) -> Iterator[str]:
    """The lines of a traceback, like Python's own but for what errors quote."""
    earlier = error.__cause__ or (
        None if error.__suppress_context__ else error.__context__
    )
    if earlier is not None:
        yield from describe(earlier, request)
        yield "which led to:"
    yield "Traceback (most recent call last):"
    yield from "".join(traceback.format_tb(error.__traceback__)).rstrip().split("\n")
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}: {message_of(error, request)}"


def message_of(error: BaseException, request: HttpRequest | None) -> str:
    """The first line of what `error` says: the next may show a row of the database."""
    text = str(error).partition("\n")[0][:LONGEST_MESSAGE]
    for word in sorted(sent_in(request), key=len, reverse=True):
        text = text.replace(word, HIDDEN)

    def unquote(match):
        return match[0] if IDENTIFIER.fullmatch(match["text"]) else HIDDEN

    return redact(QUOTED.sub(unquote, text))


def sent_in(request: HttpRequest | None) -> set[str]:
    """The words of a request that was read already: reading it might fail once more."""
    if request is None:
        return set()
    forms = [request.GET, getattr(request, "_post", None) or {}]
    values = [v for form in forms for vs in dict(form).values() for v in vs]
    body = getattr(request, "_body", b"")[:100_000].decode(errors="replace")
    words = {*values, *request.COOKIES.values(), *re.findall(r"\w+", body)}
    return {word for word in words if len(word) >= 3}


# --- Who is told


class AdminMailHandler(logging.Handler):
    """Mails an error to ADMINS: through the queue, or directly if the database fails."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if settings.ADMINS and is_news(kind_of(record)):
                self.send(record)
        except Exception:  # noqa: BLE001 - an error about an error must end here
            self.handleError(record)

    def send(self, record: logging.LogRecord) -> None:
        addresses = [address for _, address in settings.ADMINS]
        subject = f"[{settings.WAGTAIL_SITE_NAME}] {kind_of(record)}"
        text = f"{self.format(record)}\n\n{ONCE_AN_HOUR}\n"
        mails = [EmailMessage(subject, text, to=[to]) for to in addresses]
        if diagnose(error_of(record)) is None:
            try:
                get_connection().send_messages(mails)
                return
            except DatabaseError:
                pass
        direct = settings.POST_OFFICE["BACKENDS"]["default"]  # type: ignore[misc]
        get_connection(direct).send_messages(mails)


ONCE_AN_HOUR = "You get one mail an hour about this kind of error. The log has all."


def kind_of(record: logging.LogRecord) -> str:
    """What the error is and where it happened."""
    error = error_of(record)
    if error is None:
        return headline(record)[:100]
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} in {where}"


reported: set[str] = set()  # by this process, where no file can say it for all


def is_news(kind: str) -> bool:
    """Whether no process of this machine has reported `kind` within the hour."""
    hour = f"{int(time.time()) // HOUR}-"
    name = hour + hashlib.sha256(kind.encode()).hexdigest()[:16]
    if name in reported:
        return False
    reported.add(name)
    folder = Path(settings.VAR_DIR, "error-mails")
    try:
        folder.mkdir(exist_ok=True)
        for file in folder.iterdir():
            if not file.name.startswith(hour):
                file.unlink(missing_ok=True)
        (folder / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError:  # the disk may be what is broken
        pass
    return True

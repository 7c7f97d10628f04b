"""What people read when something does not work: the truth, in a sentence."""

import errno
import sys
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.api.v3.errors import problem_response

FULL, READ_ONLY, LOCKED, LOST = "full", "read-only", "locked", "database"
# What SQLite and PostgreSQL say when it is not the query that is wrong.
SIGNS = {
    FULL: ("disk is full", "no space left", "disk full"),
    READ_ONLY: ("readonly database", "read-only transaction", "read-only file system"),
    LOCKED: ("database is locked", "database table is locked", "lock timeout"),
}
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
TITLE = _("We can't do this right now")
SENTENCES = {
    FULL: _(
        "There is no room left on our server, so nothing can be saved. It isn't your "
        "fault. Reading still works. Please keep a copy of what you wrote and try again "
        "later."
    ),
    READ_ONLY: _(
        "Our server can't save anything at the moment. It isn't your fault. Reading "
        "still works. Please keep a copy of what you wrote and try again later."
    ),
    LOCKED: _(
        "Something else is being saved and took too long. Please keep a copy of what you "
        "wrote and try again in a minute."
    ),
    LOST: _(
        "Our database doesn't answer. It isn't your fault. Please keep a copy of what "
        "you wrote and try again in a few minutes."
    ),
}


def diagnose(error: BaseException | None) -> str | None:
    """Which of the above `error` or what led to it comes from; None for a bug."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL_DISK:
            return FULL
        if isinstance(error, OSError) and error.errno == errno.EROFS:
            return READ_ONLY
        if isinstance(error, DatabaseError | InterfaceError):
            text = str(error).lower()
            for kind, signs in SIGNS.items():
                if any(sign in text for sign in signs):
                    return kind
            if is_lost(error):
                return LOST
        error = error.__cause__ or error.__context__
    return None


def is_lost(error: BaseException) -> bool:
    """Whether the database itself failed. SQLite has one class for that and for a column
    that is not there, so it counts what it says."""
    name, text = type(error).__name__, str(error).lower()
    if name not in {"OperationalError", "InterfaceError"}:
        return "malformed" in text or "not a database" in text
    return not text.startswith(
        ("no such", "near ", "fts5:", "parser stack", "too many")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that nothing caught; Django has logged it."""
    kind = diagnose(sys.exc_info()[1])
    if kind is None:
        title = _("Something went wrong")
        sentence = _("The fault is ours. Please try again in a few minutes.")
        return error_response(
            request, HTTPStatus.INTERNAL_SERVER_ERROR, title, sentence
        )
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = error_response(request, status, TITLE, SENTENCES[kind])
    response["Retry-After"] = "120"
    return response


def error_response(request: HttpRequest, status: int, title, sentence) -> HttpResponse:
    """A page that needs no database, or a problem in the API."""
    if request.path_info.startswith("/api/"):
        return problem_response(status=status, detail=str(sentence))
    # A form that was read already: reading it now might fail once more.
    typed = getattr(request, "_post", None) or {}
    context = {"title": title, "sentence": sentence, "text": typed.get("text", "")}
    response = render(None, "error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response

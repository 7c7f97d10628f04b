"""Whether the site can do its work, for whatever watches over it."""

import errno
import os
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .errors import LOCKED, LOST, READ_ONLY, diagnose

LEAST_SPACE = 5 * 1024 * 1024  # bytes
WORKER = "worker"
WORKER_BEAT = "base.health.worker"
WORKER_MAY_REST = 5 * 60  # seconds
BUSY_TIMEOUT = 100  # milliseconds
started = time.time()


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the site can do its work; else 503 and in a word what is wrong."""
    problem = find_problem()
    status = 503 if problem else 200
    return HttpResponse(
        f"{problem or 'ok'}\n", content_type="text/plain", status=status
    )


def find_problem() -> str | None:
    try:
        read_database()
        write_database()
        write_file()
        return None if worker_lives() else WORKER
    except (DatabaseError, OSError) as error:
        problem = diagnose(error) or (
            LOST if isinstance(error, DatabaseError) else READ_ONLY
        )
        # Somebody writes, as is their right. If it lasts, the worker is missed.
        return None if problem == LOCKED else problem


def read_database() -> None:
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        if not str(name).startswith("file:") and not Path(name).exists():
            # Who has it open would go on writing to what is lost at the next start.
            raise DatabaseError("The file of the database is gone.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session LIMIT 1")


def write_database() -> None:
    with short_patience(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE django_session SET session_data = '' WHERE 1 = 0")


@contextmanager
def short_patience():
    """Do not wait for SQLite's lock."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


def write_file() -> None:
    """Raises OSError if nothing can be uploaded."""
    folder = Path(settings.VAR_DIR)
    space = os.statvfs(folder)
    if space.f_bavail * space.f_frsize < LEAST_SPACE:
        raise OSError(errno.ENOSPC, "There is little space left.")
    probe = folder / f".health-{os.getpid()}"
    try:
        probe.write_bytes(b"x" * 4096)
    finally:
        probe.unlink(missing_ok=True)


# --- The worker


def worker_beats() -> None:
    """Say that the worker is alive."""
    cache.set(WORKER_BEAT, time.time(), None)


def worker_lives() -> bool:
    """Whether it said so lately, or may not have had the time since this process began."""
    last = max(cache.get(WORKER_BEAT, 0), started)
    return time.time() - last < WORKER_MAY_REST

"""The database of the tests as the migrations leave it: made once, and kept for later."""

import fcntl
import hashlib
import sqlite3
import tempfile
import threading
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from .processes import PATIENCE, make_tables


def migrated_sqlite(folder):
    """The path of an SQLite database in `folder` that has all tables.

    The process that asks first makes it, for all others and for later runs.
    """
    file = folder / f"{migrations_hash()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            for outdated in folder.glob("*.sqlite3"):
                outdated.unlink()
            with tempfile.TemporaryDirectory(dir=folder) as var_dir:
                make_tables(var_dir)
                Path(var_dir, "g48.sqlite3").rename(file)
    return file


def migrations_hash():
    """Another one as soon as a migration of any app, also of a package, is another."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.name}.{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def snapshot():
    """A function that gives the database of the tests the contents it has now."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(copy)

        def restore():
            connection.ensure_connection()
            copy.backup(connection.connection)

    else:
        contents = connection.creation.serialize_db_to_string()

        def restore():
            call_command("flush", "--no-input", verbosity=0, inhibit_post_migrate=True)
            connection.creation.deserialize_db_from_string(contents)
            ContentType.objects.clear_cache()
            cache.clear()  # whose table no model has, so that flush leaves it

    return restore


def finish_requests():
    """Wait for what a live server still does, lest it meets the next test's database."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE)

"""PostgreSQL and Redis for tests, each started from an installed program."""

import os
import pwd
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
import redis

from .processes import free_port, program, running, wait_for

# --- PostgreSQL


class PostgreSQL(NamedTuple):
    folder: Path

    def connect(self, database="postgres"):
        return psycopg.connect(
            host=str(self.folder), user="g48", dbname=database, autocommit=True
        )

    def new_database(self, name, template="template1"):
        """The DATABASE_URL of a database that is empty, or as another one is."""
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url_of(name)

    def url_of(self, name):
        return f"postgres://g48@/{self.folder}/{name}"

    def answers(self):
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def start_postgres():
    """A PostgreSQL reached by a socket in its folder."""
    initdb, server = program("initdb"), program("postgres")
    # Not pytest's folder: another user cannot enter that, and its path is too long.
    with tempfile.TemporaryDirectory(prefix="g48-", dir="/tmp") as folder:
        options = {"cwd": folder, **another_user_than_root(folder)}
        data = ["-D", f"{folder}/data"]
        subprocess.run(
            [
                *(initdb, *data, "-U", "g48", "-A", "trust", "-E", "UTF8", "--no-sync"),
                *("--locale", "C.UTF-8"),
            ],
            check=True,
            capture_output=True,
            **options,
        )
        command = [server, *data, "-k", folder, "-c", "listen_addresses="]
        command += ["-c", "fsync=off", "-c", "full_page_writes=off"]
        at_once = signal.SIGINT  # without waiting for those who are connected
        with running(command, Path(folder, "log"), stop_by=at_once, **options):
            postgres = PostgreSQL(Path(folder))
            wait_for(postgres.answers)
            yield postgres


def another_user_than_root(folder):
    """What makes subprocess a user whom PostgreSQL accepts, and `folder` that user's."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


# --- Redis


@contextmanager
def start_redis():
    """The CACHE_URL of a Redis with nothing in it."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    command = [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no"]

    def answers():
        try:
            return redis.from_url(url).ping()
        except redis.ConnectionError:
            return False

    with running(command, Path(os.devnull)):
        wait_for(answers)
        yield url

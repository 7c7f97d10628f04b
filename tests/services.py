"""Real servers for the tests that need one, each started when the first test asks for it.

A test file makes these fixtures known by `pytest_plugins = ["tests.services"]`.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest

from .processes import manage, serve, start_postgres, start_redis

SERVERS = ("served", "postgres", "redis")


def pytest_collection_modifyitems(items):
    """Keep the tests that use a server in one process, lest each starts its own."""
    for item in items:
        for server in SERVERS:
            if server in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group(server))


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The site after its first `make run`, with all that this leaves in its folder."""
    var_dir = tmp_path_factory.mktemp("served")
    collected = manage(
        "collectstatic", "--noinput", "--verbosity", "0", var_dir=var_dir
    )
    assert collected.returncode == 0, collected.stderr
    with serve(var_dir) as site:
        yield site


@pytest.fixture
def copy_of_site(served, tmp_path):
    """A folder with a copy of all that the served site keeps."""
    (tmp_path / "static").symlink_to(served.var_dir / "static")
    shutil.copytree(served.var_dir / "media", tmp_path / "media")
    with (
        closing(sqlite3.connect(served.var_dir / "g48.sqlite3")) as original,
        closing(sqlite3.connect(tmp_path / "g48.sqlite3")) as copy,
    ):
        original.backup(copy)
    return tmp_path


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL with nothing in it."""
    with start_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def redis():
    """The CACHE_URL of a Redis with nothing in it."""
    with start_redis() as url:
        yield url

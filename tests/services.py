"""Real servers for the tests that need one, each started when the first test asks for it."""

import fcntl
import shutil
import tempfile

import pytest

from tests.servers import start_postgres, start_redis

from .processes import (
    LONG_PATIENCE,
    common_folder,
    make_tables,
    manage,
    serve,
)


@pytest.fixture(scope="session")
def new_site(tmp_path_factory):
    """The folder of a site after its first `make run`, and what this printed in `log`."""
    common = common_folder(tmp_path_factory)
    folder = common / "new-site"
    # It takes long: the process that needs it first makes it for all.
    with (common / "new-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "log").exists():
            make_site(folder)
    return folder


def make_site(folder):
    shutil.rmtree(folder, ignore_errors=True)  # somebody began and failed
    folder.mkdir()
    collected = manage(
        *("collectstatic", "--noinput", "--verbosity=0"),
        var_dir=folder,
        patience=LONG_PATIENCE,
        DJANGO_SETTINGS_MODULE="tests.static_settings",
    )
    assert collected.returncode == 0, collected.stderr
    with serve(folder) as site:
        printed = site.output
    (folder / "log").write_text(printed)


@pytest.fixture(scope="session")
def served(new_site, tmp_path_factory):
    """A new site, served: not to be changed by tests."""
    with serve(copy_site(new_site, tmp_path_factory.mktemp("served"))) as site:
        yield site


@pytest.fixture
def copy_of_site(new_site, tmp_path):
    """The folder of a new site, to do with it as one likes."""
    return copy_site(new_site, tmp_path)


def copy_site(site, folder):
    for name in ("g48.sqlite3", "log"):
        shutil.copy(site / name, folder)
    shutil.copytree(site / "media", folder / "media")
    (folder / "static").symlink_to(site / "static")
    return folder


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL whose database `migrated` has all tables, to be a template."""
    with start_postgres() as server, tempfile.TemporaryDirectory() as var_dir:
        url = server.new_database("migrated")
        make_tables(var_dir, DATABASE_URL=url)
        yield server


@pytest.fixture(scope="session")
def redis():
    """The CACHE_URL of a Redis with nothing in it."""
    with start_redis() as url:
        yield url

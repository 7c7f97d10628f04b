"""What an older version kept is all there after an upgrade, and can be worked with.

In tests/data/ are databases that commit ea80201 made on SQLite and on PostgreSQL, and
what it answered itself, the same on both. They hold something of whatever the site keeps;
words to be looked for begin with Telltale. What shall be answered differently from now on
is changed by hand in ea80201.json.
"""

import gzip
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.processes import ROOT, environment, manage

pytest_plugins = ["tests.services"]

DATA = Path(__file__).parent.parent / "data"
# The clock stands where it stood when the databases were left: decisions of the hours
# before can be undone, and the next meeting is still to come.
ASK = """
import json
from datetime import UTC, datetime
from django.utils import timezone

timezone.now = lambda: datetime(2026, 11, 20, 3, tzinfo=UTC)

import django
django.setup()
from tests import old_site, old_tables
asked, faults, acts = old_site.ask(), old_tables.faults(), old_site.act()
print(json.dumps(asked | {"acts": acts, "faults": faults + old_tables.faults()}))
"""
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgres": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
# What the tables are, rather than what people keep in them.
NOT_KEPT = {
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "sqlite_sequence",
}
# Of which an upgrade takes the words of topics.
REPEATED = "We talk about: "
# Under which name something may be known now.
ALIASES = {"xtdcomment": "comment"}


class Database(NamedTuple):
    name: str
    url: str
    connect: Callable

    def load(self):
        dump = (DATA / f"ea80201.{self.name}.sql.gz").read_bytes()
        with closing(self.connect()) as connection:
            run = getattr(connection, "executescript", connection.execute)
            run(gzip.decompress(dump).decode())

    def rows(self):
        """All rows, by table: each a dict of texts."""
        with closing(self.connect()) as connection:
            names = [name for (name,) in connection.execute(TABLES[self.name])]
            return {name: rows_of(connection, name) for name in names}


def rows_of(connection, table):
    found = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - not from people
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, map(str, row), strict=True)) for row in found]


class Site(NamedTuple):
    before: dict
    after: dict
    answers: dict


@pytest.fixture(scope="module", params=list(TABLES))
def database(request, tmp_path_factory):
    """An empty one."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("sqlite") / "old.sqlite3"
        return Database("sqlite", f"sqlite:///{path}", lambda: sqlite3.connect(path))
    server = request.getfixturevalue("postgres")
    url = server.new_database("ea80201")
    return Database("postgres", url, lambda: server.connect("ea80201"))


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    """The old site, set up by the code of today and then asked and worked with."""
    folder = tmp_path_factory.mktemp("site")
    database.load()
    before = database.rows()
    upgraded = manage("set_up", var_dir=folder, DATABASE_URL=database.url)
    assert upgraded.returncode == 0, upgraded.stderr
    return Site(before, database.rows(), ask(folder, database.url))


def ask(folder, url):
    variables = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        cwd=ROOT,
        env=environment(folder, **variables),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(asked.stdout)


@pytest.fixture(scope="module")
def old_answers():
    return json.loads((DATA / "ea80201.json").read_text())


# --- What the database holds


def test_no_row_is_lost_or_changed(site):
    before, after = with_names(site.before), with_names(site.after)

    assert {
        table: lost
        for table, rows in before.items()
        if (lost := counted(kept(rows), rows) - counted(namesake(table, after), rows))
    } == {}


def kept(rows):
    """`rows` without those of meetings that repeat the words of a topic."""
    return [row for row in rows if REPEATED not in str(row)]


def with_names(tables):
    """`tables`, with the names of models and permissions in place of their numbers."""
    kinds = {
        row["id"]: ALIASES.get(row["model"], row["model"])
        for row in tables["django_content_type"]
    }
    rights = {
        row["id"]: f"{row['codename']} of {kinds[row['content_type_id']]}"
        for row in tables["auth_permission"]
    }
    return {
        table: [named(row, kinds, rights) for row in rows]
        for table, rows in tables.items()
        # What SQLite's search keeps no text tells: whether it finds is asked elsewhere.
        if table not in NOT_KEPT and "_fts" not in table
    }


def named(row, kinds, rights):
    row = {
        column: kinds.get(value) if column.endswith("content_type_id") else value
        for column, value in row.items()
    }
    if "permission_id" in row:
        row["permission_id"] = rights[row["permission_id"]]
        del row["id"]
    return row


# Tables whose model has another name now.
RENAMED = {"blog_attendance": "blog_rsvp"}


def namesake(table, tables):
    """The rows of `table`, in whichever app its model is now."""
    table = RENAMED.get(table, table)
    if table in tables:
        return tables[table]
    _app, _, model = table.partition("_")
    same = [name for name in tables if name.partition("_")[2] == model]
    return [row for name in same for row in tables[name]]


def counted(rows, like):
    """How often each of `rows` is there, by the columns of the rows `like`."""
    columns = like[0] if like else ()
    return Counter(tuple(row.get(column) for column in columns) for row in rows)


def test_our_tables_are_as_their_models_have_them(site):
    assert site.answers["faults"] == []


# --- What it answers


@pytest.mark.parametrize("part", ["pages", "links", "doors", "rights", "api", "data"])
def test_everybody_is_answered_as_before(site, old_answers, part):
    assert list(missing(old_answers[part], site.answers[part])) == []


def missing(old, new, *where):
    """What of `old` is otherwise in `new`, with where it is. There may be more in it."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old:
            yield from missing(old[name], new.get(name), *where, name)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, both in enumerate(zip(old, new, strict=True)):
            yield from missing(*both, *where, place)
    elif old != new:
        yield *where, old, new


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("/cms/comments/", {"editor", "moderator", "watcher", "helper"}),
        ("/cms/topics/", {"editor", "planner", "helper"}),
    ],
)
def test_nobody_has_won_or_lost_a_right(site, address, who):
    doors = site.answers["doors"]

    assert {each for each in doors if doors[each][address].startswith("200")} == who


# --- What can be done


def test_what_is_done_has_the_outcome_that_it_had(site, old_answers):
    assert list(missing(old_answers["acts"], site.answers["acts"])) == []


def test_decisions_of_the_last_day_can_be_undone(site):
    undone = site.answers["acts"]["undo"].values()

    assert len(undone) == 7
    assert all("Took a decision back" in each for each in undone)

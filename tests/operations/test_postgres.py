"""On a real PostgreSQL the site does what it does on SQLite."""

import json
import shutil
import subprocess
import sys
from difflib import unified_diff

import pytest

from tests.processes import ROOT, environment, manage, wait_for, worker

SURVEY = """
import json, django
django.setup()
from tests.survey import survey
print(json.dumps(survey()))
"""


@pytest.fixture(scope="module")
def surveys(postgres, migrated, tmp_path_factory):
    """What a new site answers on PostgreSQL and on SQLite, by the database's name."""
    folder = tmp_path_factory.mktemp("surveys")
    urls = [
        postgres.new_database("survey", "migrated"),
        f"sqlite:///{shutil.copy(migrated, folder)}",
    ]
    variables = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    both = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", SURVEY],
            cwd=ROOT,
            env=environment(folder, **variables, DATABASE_URL=url),
            stdout=subprocess.PIPE,
            text=True,
        )
        for url in urls
    ]
    answers = [json.loads(process.communicate()[0]) for process in both]
    return {survey["database"]: survey for survey in answers}


@pytest.fixture(scope="module")
def answers(surveys):
    """What both databases answer at every address: pairs by address."""
    ours, theirs = surveys["postgresql"]["answers"], surveys["sqlite"]["answers"]
    assert ours.keys() == theirs.keys()
    return {address: (ours[address], theirs[address]) for address in ours}


def test_every_address_of_a_new_site_answers(answers):
    statuses = {address: ours["status"] for address, (ours, _) in answers.items()}

    assert len(statuses) > 40
    failed = {address for address, status in statuses.items() if status != 200}
    # A comment's own address leads to where it stands on its page, and a visitor's
    # account to the sign-in.
    assert {a for a in failed if not a.startswith("/comments/")} == {"/account/"}
    assert {statuses[address] for address in failed} == {302}


def test_every_address_reads_the_same_on_both(answers):
    assert {
        address: list(
            unified_diff(theirs["text"].split("\n"), ours["text"].split("\n"))
        )
        for address, (ours, theirs) in answers.items()
        if ours["text"] != theirs["text"]
    } == {}


def test_no_address_needs_more_queries_than_on_sqlite(answers):
    assert {
        address: (ours["queries"], theirs["queries"])
        for address, (ours, theirs) in answers.items()
        if abs(ours["queries"] - theirs["queries"]) > 1
    } == {}


@pytest.mark.parametrize(
    "text", ["death penalty", "Seoul", "서울", "촛불 서울", "부산"]
)
def test_the_search_finds_the_same_as_on_sqlite(surveys, text):
    found = surveys["postgresql"]["found"][text]

    assert len(found) == len(set(found)) > 0
    assert set(found) == set(surveys["sqlite"]["found"][text])


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
@pytest.mark.parametrize("text", ["lighthouse", "등대"])
def test_the_search_names_first_what_says_it_most(surveys, database, text):
    assert surveys[database]["found"][text] == [f"All about {text}", f"No {text}"]


@pytest.mark.parametrize(
    "place", ["search", "parameter", "unknown parameter", "path", "form"]
)
def test_nul_is_no_error_of_ours(surveys, place):
    assert surveys["postgresql"]["nul"][place] < 500


def test_a_draft_can_be_read_once_it_is_published(surveys):
    assert surveys["postgresql"]["draft"] == [404, 200]


def test_a_role_that_may_create_nothing_is_said_in_a_sentence(postgres, tmp_path):
    url = postgres.new_database("elsewhere")
    with postgres.connect("elsewhere") as connection:
        connection.execute("CREATE ROLE visitor LOGIN")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")

    refused = manage(
        "set_up", var_dir=tmp_path, DATABASE_URL=url.replace("g48@", "visitor@")
    )

    assert refused.stderr.startswith(
        "CommandError: The database of DATABASE_URL cannot"
    )
    assert "permission denied" in refused.stderr


def test_the_worker_outlives_its_connection(surveys, postgres, tmp_path):
    url = postgres.new_database("outlived", "survey")
    with postgres.connect("outlived") as connection, worker(tmp_path, DATABASE_URL=url):

        def workers():
            return connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = 'outlived' "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchall()

        (cut_off,) = wait_for(workers)
        connection.execute("SELECT pg_terminate_backend(%s)", cut_off)

        assert wait_for(lambda: set(workers()) - {cut_off})

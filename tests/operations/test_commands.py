"""What `make run` does: set everything up, serve it, do its background work, and stop."""

import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.processes import linux_only, manage, serve, session_of, wait_for, worker

FIRST_EDITOR = "editor@example.org"
NO_POSTGRES = "postgres://g48:password@127.0.0.1:1/g48"


def ask(folder, sql):
    """All rows that the database in `folder` answers with."""
    with closing(sqlite3.connect(folder / "g48.sqlite3", timeout=20)) as connection:
        rows = connection.execute(sql).fetchall()
        connection.commit()
        return rows


def printed(folder, label):
    """What the first start printed after `label`."""
    return re.search(rf"{label} +(\S+)", (folder / "log").read_text())[1]


def dump(folder):
    with closing(sqlite3.connect(folder / "g48.sqlite3")) as connection:
        return list(connection.iterdump())


# --- set_up


@pytest.mark.parametrize("address", ["/", "/about/", "/history/", "/blog/welcome/"])
def test_a_new_site_has_its_first_pages(served, address):
    assert served.get(address).status == 200


def test_the_printed_password_signs_in(new_site, served):
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with browser.open(f"{served.url}/cms/") as form:
        address = form.url
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form.read().decode())
    fields = {
        "csrfmiddlewaretoken": token[1],
        "login": FIRST_EDITOR,
        "password": printed(new_site, "password"),
        "next": "/cms/",
    }

    with browser.open(address, urlencode(fields).encode()) as answer:
        assert answer.url == f"{served.url}/cms/"


def test_a_new_site_has_no_other_account(served):
    accounts = ask(served.var_dir, "SELECT email, is_superuser FROM members_user")

    assert accounts == [(FIRST_EDITOR, 1)]


def test_setting_up_again_changes_nothing(copy_of_site):
    before = dump(copy_of_site)

    manage("set_up", var_dir=copy_of_site, SITE_URL=printed(copy_of_site, "Site"))

    assert dump(copy_of_site) == before


def test_setting_up_again_prints_no_password(copy_of_site):
    again = manage("set_up", var_dir=copy_of_site)

    assert (again.returncode, "Your account" in again.stdout) == (0, False)


def test_wagtail_follows_a_changed_address(copy_of_site):
    manage("set_up", var_dir=copy_of_site, SITE_URL="https://g48.example.org")

    sites = ask(copy_of_site, "SELECT hostname, port FROM wagtailcore_site")
    assert sites == [("g48.example.org", 443)]


@linux_only
def test_a_folder_that_cannot_be_written_is_named():
    refused = manage("set_up", var_dir="/proc/g48")

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "CommandError: The folder /proc/g48 cannot be written"
    )


@pytest.mark.parametrize("command", ["set_up", "serve"])
def test_a_database_that_does_not_answer_is_said_in_a_sentence(tmp_path, command):
    refused = manage(command, var_dir=tmp_path, DATABASE_URL=NO_POSTGRES)

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "CommandError: The database of DATABASE_URL cannot"
    )


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path):
    (tmp_path / "g48.sqlite3").write_text("Certainly not a database. " * 10)

    refused = manage("set_up", var_dir=tmp_path)

    assert refused.stderr.startswith(
        "CommandError: The database of DATABASE_URL cannot"
    )


# --- serve


@pytest.mark.parametrize("path", ["/", "/cms/", "/api/v3/docs/"])
def test_the_address_is_printed_and_answers(served, path):
    assert f"{served.url}{path}\n" in served.output
    assert served.get(path).status in {200, 302}


def test_the_icon_that_every_browser_asks_for_is_there(served):
    elsewhere = served.get("/favicon.ico").headers["location"]

    assert served.get(elsewhere).status == 200


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_static_files_are_compressed_and_kept_for_ever(served, encoding):
    style = re.search(r"/static/css/site\.\w{12}\.css", served.get("/").text)[0]

    headers = served.get(style, accept_encoding=encoding).headers

    assert headers["content-encoding"] == encoding
    assert "immutable" in headers["cache-control"]


def test_one_style_sheet_holds_all_components(served):
    style = re.search(r"/static/css/site\.\w{12}\.css", served.get("/").text)[0]

    rules = served.get(style).text

    assert "@import" not in rules
    assert "@layer components {\n.comment {" in rules


def test_every_page_forbids_foreign_scripts(served):
    policy = served.get("/").headers["content-security-policy"]

    assert {"default-src 'none'", "script-src 'self'"} <= set(policy.split("; "))


def test_an_address_that_leads_nowhere_gets_our_page(served):
    answer = served.get("/nowhere/")

    assert answer.status == 404
    assert "There is no page here" in answer.text
    assert "DEBUG" not in answer.text


def test_a_strange_host_is_refused(served):
    assert served.get("/", host="elsewhere.example.org").status == 400


def test_a_taken_port_is_said_at_once(served, copy_of_site):
    port = served.url.rpartition(":")[2]
    began = time.monotonic()

    refused = manage("serve", "--port", port, var_dir=copy_of_site)

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"CommandError: Port {port} is taken")
    assert time.monotonic() - began < 30


@linux_only
def test_a_killed_worker_is_started_again(served):
    killed = wait_for(served.worker)
    os.kill(killed, signal.SIGKILL)

    assert wait_for(lambda: served.worker() not in {None, killed})


def test_a_second_start_keeps_everything(copy_of_site):
    ask(copy_of_site, "UPDATE home_homepage SET quotation = 'What we changed'")

    with serve(copy_of_site) as again:
        assert "Your account" not in again.output
        assert "What we changed" in again.get("/").text


@linux_only
@pytest.mark.parametrize(
    "tell_to_stop",
    [
        pytest.param(lambda pid: os.kill(pid, signal.SIGTERM), id="SIGTERM"),
        pytest.param(lambda pid: os.kill(pid, signal.SIGHUP), id="SIGHUP"),
        # A terminal sends it to all that it knows to belong together.
        pytest.param(lambda pid: os.killpg(pid, signal.SIGINT), id="Ctrl+C"),
    ],
)
def test_nothing_runs_on_soon_after_a_stop(copy_of_site, tell_to_stop):
    with serve(copy_of_site) as site:
        started = session_of(site.process.pid)
        tell_to_stop(site.process.pid)
        site.process.wait(timeout=9)  # seconds; at 10 it would kill

        assert len(started) >= 5  # itself, granian and its two workers, our worker
        assert session_of(site.process.pid) == []
        assert "Traceback" not in site.output


# --- worker


def make_due(folder):
    """Take a page offline, with a revision that should have been published already."""
    ask(folder, "UPDATE wagtailcore_page SET live = 0 WHERE slug = 'about'")
    ask(
        folder,
        "UPDATE wagtailcore_revision SET approved_go_live_at = '2020-01-01 00:00:00' "
        "WHERE id = (SELECT latest_revision_id FROM wagtailcore_page WHERE slug = 'about')",
    )


def is_published(folder):
    return ask(folder, "SELECT live FROM wagtailcore_page WHERE slug = 'about'") == [
        (1,)
    ]


def test_the_worker_publishes_what_is_due(copy_of_site):
    make_due(copy_of_site)

    with worker(copy_of_site):
        wait_for(lambda: is_published(copy_of_site))


def test_the_worker_makes_the_renditions_that_pages_ask_for(copy_of_site):
    ask(
        copy_of_site,
        "INSERT INTO g48cms_renditionrequest (image_id, filter_spec, tries, due_at) "
        "SELECT min(id), 'width-33', 0, '2020-01-01 00:00:00' FROM g48cms_image",
    )

    def made():
        return ask(
            copy_of_site,
            "SELECT file FROM g48cms_rendition WHERE filter_spec = 'width-33'",
        )

    with worker(copy_of_site):
        [[name]] = wait_for(made)
        wait_for(lambda: not ask(copy_of_site, "SELECT 1 FROM g48cms_renditionrequest"))

    assert (copy_of_site / "media" / name).exists()


def test_the_worker_goes_on_after_a_database_error(copy_of_site):
    make_due(copy_of_site)
    ask(copy_of_site, "ALTER TABLE wagtailcore_revision RENAME TO away")

    with worker(copy_of_site):
        log = copy_of_site / "worker.log"
        wait_for(lambda: "waits for the database" in log.read_text())
        ask(copy_of_site, "ALTER TABLE away RENAME TO wagtailcore_revision")

        wait_for(lambda: is_published(copy_of_site))


def test_the_worker_stops_soon_when_it_is_told(copy_of_site):
    make_due(copy_of_site)

    with worker(copy_of_site, hurried=False) as process:
        wait_for(lambda: is_published(copy_of_site))
        process.terminate()

        assert process.wait(timeout=5) == 0  # seconds; it looks every 15

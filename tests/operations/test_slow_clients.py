"""The site as `make run` serves it, beside clients that hold on to what they get."""

import re
import socket
import sqlite3
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode, urlsplit

import pytest

from tests.processes import serve, wait_for

HEAD = "POST /comments/post/ HTTP/1.1\r\nHost: localhost\r\n{}\r\n\r\n"
FORM = HEAD.format("Content-Length: 100000").encode()
CHUNKED = HEAD.format("Transfer-Encoding: chunked").encode()


@contextmanager
def slow_clients(site):
    """100 that drip a body each, beside 200 that send nothing or no body."""
    address = ("127.0.0.1", urlsplit(site.url).port)
    stopped = threading.Event()
    with ExitStack() as stack:
        clients = [
            stack.enter_context(closing(socket.create_connection(address)))
            for _ in range(300)
        ]
        dripping = [(client, b"a", FORM) for client in clients[:50]]
        dripping += [(client, b"1\r\na\r\n", CHUNKED) for client in clients[50:100]]
        for client, _, head in dripping:
            client.sendall(head)
        for client in clients[100:200]:
            client.sendall(FORM)

        def drip():
            while not stopped.wait(0.3):
                for client, drop, _ in dripping:
                    client.sendall(drop)

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join()


def seconds(site, path):
    """How long it usually takes to get `path`."""

    def once():
        began = time.monotonic()
        assert site.get(path).status == 200
        return time.monotonic() - began

    return median(once() for _ in range(9))


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/{style}"])
def test_slow_clients_keep_nobody_waiting(served, path):
    style = re.search(r"/static/(css/site\.\w{12}\.css)", served.get("/").text)[1]
    path = path.format(style=style)
    alone = seconds(served, path)

    with slow_clients(served):
        beside_them = seconds(served, path)

    assert beside_them < max(1, 4 * alone)


def test_writers_who_wait_for_the_database_hold_up_no_reader(copy_of_site):
    with serve(copy_of_site) as site, ExitStack() as stack:
        lock = sqlite3.connect(copy_of_site / "g48.sqlite3", isolation_level=None)
        stack.enter_context(closing(lock))
        alone = seconds(site, "/")
        cookie, token = form_of(site)
        lock.execute("BEGIN IMMEDIATE")
        writers = [
            threading.Thread(target=sign_in, args=(site, cookie, token, number))
            for number in range(10)
        ]
        for writer in writers:
            writer.start()
        time.sleep(1)

        beside_them = seconds(site, "/")

        assert any(writer.is_alive() for writer in writers)
        lock.execute("ROLLBACK")
        for writer in writers:
            writer.join()
        assert beside_them < max(1, 4 * alone)


def form_of(site):
    answer = site.get("/account/login/")
    cookie = answer.headers["set-cookie"].partition(";")[0]
    return cookie, re.search(r'csrfmiddlewaretoken" value="(\w+)"', answer.text)[1]


def sign_in(site, cookie, token, number):
    """Ask for a code, which counts how often the address asked: a write."""
    fields = {"csrfmiddlewaretoken": token, "login": f"nobody{number}@example.org"}
    netloc = urlsplit(site.url).netloc
    with closing(HTTPConnection(netloc, timeout=120)) as connection:
        headers = {
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", "/account/login/", urlencode(fields), headers)
        connection.getresponse().read()


def upload(site, path, size):
    """Announce a body of `size` and send none of it."""
    with closing(HTTPConnection(urlsplit(site.url).netloc, timeout=20)) as connection:
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.read().decode()


@pytest.mark.parametrize("path", ["/", "/cms/images/add/", "/comments/post/"])
def test_a_stranger_who_sends_too_much_gets_a_page_at_once(served, path):
    status, text = upload(served, path, 10_000_000)

    assert status == 413
    assert "This is too large" in text


def test_a_stranger_who_sends_too_much_to_the_api_gets_a_problem(served):
    status, text = upload(served, "/api/v3/images/", 10_000_000)

    assert status == 413
    assert '"status":413' in text


def test_many_clients_open_few_connections_to_postgres(postgres, copy_of_site):
    url = postgres.new_database("crowded", "migrated")
    with (
        serve(copy_of_site, DATABASE_URL=url) as site,
        postgres.connect("crowded") as connection,
    ):
        threads = [
            threading.Thread(target=site.get, args=("/blog/",)) for _ in range(60)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        def backends():
            return connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = 'crowded' "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchone()[0]

        # Four threads that read in each of two processes, and the worker.
        assert 2 <= wait_for(backends) <= 9

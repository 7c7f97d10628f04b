"""Bodies of requests are read before a thread is asked for."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from wsgiref.util import FileWrapper

import pytest

from g48cms import buffering
from g48cms.buffering import REFUSED, BufferedWSGI, Limit


def run(coroutine):
    """What `coroutine` returns, in a thread of its own: browser tests leave a loop here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture(autouse=True)
def small_limits(monkeypatch):
    monkeypatch.setattr(buffering, "ANYBODY", Limit(100, 0.2))
    monkeypatch.setattr(buffering, "UPLOADERS", Limit(1000, 0.5))


def echo(environ, start_response):
    """Answers with the body and what is known of it."""
    start_response("200 OK", [("X-Refused", str(int(environ.get(REFUSED, 0))))])
    length = int(environ["CONTENT_LENGTH"])
    return [environ["wsgi.input"].read(length)]


def application(wsgi=echo, may_upload=lambda environ: False):
    return BufferedWSGI(wsgi, may_upload)


def scope(method="POST", headers=(), path=b"/"):
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "raw_path": path,
        "query_string": b"",
        "headers": list(headers),
        "client": ("192.0.2.1", 5),
        "server": ("127.0.0.1", 8000),
    }


async def ask(app, chunks=(b"",), **request):
    """What `app` sends to who sends these chunks, the last of which may be missing."""
    chunks = list(chunks)
    sent = []

    async def receive():
        if not chunks:
            await asyncio.sleep(60)
        chunk = chunks.pop(0)
        if chunk is None:
            return {"type": "http.disconnect"}
        more = chunks != [] or len(chunk) == 1
        return {"type": "http.request", "body": chunk, "more_body": more}

    async def send(message):
        sent.append(message)

    await app(scope(**request), receive, send)
    return sent


def refused(sent):
    return dict(sent[0]["headers"])[b"x-refused"]


def length(number):
    return [(b"content-length", str(number).encode())]


def test_a_body_in_parts_arrives_whole():
    sent = run(ask(application(), [b"first ", b"second"]))

    assert sent[1]["body"] == b"first second"


def test_a_body_whose_length_is_too_large_is_not_read():
    sent = run(ask(application(), [], headers=length(101)))

    assert (refused(sent), sent[1]["body"]) == (b"413", b"")


def test_a_body_that_grows_too_large_is_refused():
    sent = run(ask(application(), [b"x" * 60, b"x" * 60, b"more"]))

    assert (refused(sent), sent[1]["body"]) == (b"413", b"")


@pytest.mark.parametrize("headers", [[], length(600)])
def test_who_may_upload_sends_a_large_body(headers):
    app = application(may_upload=lambda environ: True)

    sent = run(ask(app, [b"x" * 300, b"x" * 300], headers=headers))

    assert (refused(sent), len(sent[1]["body"])) == (b"0", 600)


def test_who_may_upload_sends_no_larger_one():
    app = application(may_upload=lambda environ: True)

    assert refused(run(ask(app, [], headers=length(1001)))) == b"413"


@pytest.mark.parametrize("chunks", [[], [b"x"]])
def test_a_body_that_does_not_end_is_refused(chunks):
    sent = run(ask(application(), chunks))

    assert (refused(sent), sent[1]["body"]) == (b"408", b"")


def test_who_hangs_up_is_not_answered():
    assert run(ask(application(), [b"half", None])) == []


def test_a_header_with_underscores_is_not_that_of_the_proxy():
    seen = {}

    def wsgi(environ, start_response):
        seen.update(environ)
        return echo(environ, start_response)

    headers = [(b"x-forwarded-for", b"192.0.2.9"), (b"x_forwarded_for", b"made up")]
    run(ask(application(wsgi), headers=headers))

    assert seen["HTTP_X_FORWARDED_FOR"] == "192.0.2.9"


def test_an_error_of_the_application_is_answered_and_logged(caplog):
    def broken(environ, start_response):
        raise KeyError("no such thing")

    sent = run(ask(application(broken)))

    assert sent[0]["status"] == 500
    assert caplog.text.count("Traceback") == 1


def test_a_file_is_left_to_the_server(tmp_path):
    path = tmp_path / "picture"
    path.write_bytes(b"pixels")

    def wsgi(environ, start_response):
        start_response("200 OK", [])
        return FileWrapper(path.open("rb"))

    sent = run(ask(application(wsgi)))

    assert sent[1] == {"type": "http.response.pathsend", "path": str(path)}


def test_readers_are_answered_while_all_writers_wait():
    released = threading.Event()

    def wsgi(environ, start_response):
        if environ["REQUEST_METHOD"] == "POST":
            released.wait(30)
        return echo(environ, start_response)

    async def both():
        app = application(wsgi)
        writing = [asyncio.ensure_future(ask(app)) for _ in range(10)]
        await asyncio.sleep(0.05)
        read = await asyncio.wait_for(ask(app, method="GET"), 20)
        is_waiting = not any(task.done() for task in writing)
        released.set()
        return read, is_waiting, await asyncio.gather(*writing)

    read, is_waiting, written = run(both())

    assert read[0]["status"] == 200
    assert is_waiting
    assert len(written) == 10


def test_requests_are_answered_in_their_order():
    order = []

    def wsgi(environ, start_response):
        order.append(environ["PATH_INFO"])
        return echo(environ, start_response)

    async def many():
        app = application(wsgi)
        app.reading._max_workers = 1
        tasks = []
        for number in range(50):
            path = f"/{number}".encode()
            tasks.append(asyncio.ensure_future(ask(app, method="GET", path=path)))
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)

    run(many())

    assert order == [f"/{number}" for number in range(50)]

"""Serves Django, which needs a thread for each request, to clients of any speed.

A thread that reads a body, or sends an answer, is held for as long as the client likes: a
handful of slow or silent ones would stop the site. Here an event loop reads and sends, for
which thousands of them are no load, and a thread is asked for only when a request is
complete. There are few threads, as each keeps a connection to the database, and they take
requests in the order in which these became complete. Those that may write have threads of
their own: while another process holds SQLite's lock, they wait and readers do not.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

Environ = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

THREADS = 4  # for reading, and as many for writing
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
IN_MEMORY = 64 * 1024  # bytes of a body; the rest is in a temporary file
# The key of the environ under which Django finds why a body was not read.
REFUSED = "g48.refused"

logger = logging.getLogger(__name__)


class Limit(NamedTuple):
    size: int  # bytes
    patience: float  # seconds until the body must be complete


# The longest comment has 36 kB as a form; far longer ones shall hear it from the form.
ANYBODY = Limit(512 * 1024, 30)
# A file of 20 MB, on a slow line.
UPLOADERS = Limit(24 * 1024 * 1024, 600)


class BodyRefused(Exception):  # noqa: N818 - an answer rather than an error
    def __init__(self, status: HTTPStatus):
        self.status = status


class ClientGone(Exception):  # noqa: N818
    """There is nobody to answer."""


class Answer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes | Path


class BufferedWSGI:
    """An ASGI application that runs `wsgi`.

    `may_upload` says of an environ whether its request may be as large as a file.
    """

    def __init__(
        self,
        wsgi: Callable[..., Iterable[bytes]],
        may_upload: Callable[[Environ], bool],
    ):
        self.wsgi = wsgi
        self.may_upload = may_upload
        self.reading = ThreadPoolExecutor(THREADS, "reading")
        self.writing = ThreadPoolExecutor(THREADS, "writing")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send):
        environ = build_environ(scope)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                await self.read(receive, environ, body)
            except BodyRefused as refusal:
                environ[REFUSED] = refusal.status
                body.seek(0)
                body.truncate()
            except ClientGone:
                return
            environ["CONTENT_LENGTH"] = str(body.tell())
            environ["wsgi.input"] = body
            body.seek(0)
            is_safe = environ["REQUEST_METHOD"] in SAFE_METHODS
            pool = self.reading if is_safe else self.writing
            answer = await in_thread(pool, self.answer, environ)
        await send_answer(answer, scope, send)

    async def read(self, receive: Receive, environ: Environ, body: IO[bytes]) -> None:
        """Write the body of the request to `body`; raises BodyRefused or ClientGone."""
        limit = ANYBODY
        size = declared_size(environ)
        if size > limit.size:
            limit = await self.raise_limit(environ, size)
        patience = asyncio.timeout(limit.patience)
        try:
            async with patience:
                more = True
                while more:
                    chunk, more = await receive_chunk(receive)
                    size = body.tell() + len(chunk)
                    if size > limit.size:  # it did not say how much would come
                        limit = await self.raise_limit(environ, size)
                        more_time = UPLOADERS.patience - ANYBODY.patience
                        patience.reschedule(patience.when() + more_time)
                    body.write(chunk)
        except TimeoutError:
            raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT) from None
        except OSError as error:  # no room for a temporary file
            logger.exception("The body of a request cannot be kept.")
            raise BodyRefused(HTTPStatus.SERVICE_UNAVAILABLE) from error

    async def raise_limit(self, environ: Environ, size: int) -> Limit:
        """What holds for a body of `size`, too large for anybody; raises BodyRefused."""
        if size <= UPLOADERS.size:
            try:
                if await in_thread(self.reading, self.may_upload, environ):
                    return UPLOADERS
            except Exception as error:
                logger.exception("Who sends a large body cannot be found out.")
                raise BodyRefused(HTTPStatus.SERVICE_UNAVAILABLE) from error
        raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    def answer(self, environ: Environ) -> Answer:
        """What `wsgi` answers, complete: nothing of it is left to do for this thread."""
        started: list[Any] = []

        def start_response(status, headers, exc_info=None):
            started[:] = [int(status[:3]), headers]

        try:
            content = self.wsgi(environ, start_response)
            try:
                whole = whole_file(content) or b"".join(content)
            finally:
                if hasattr(content, "close"):
                    content.close()
        except Exception:
            logger.exception("A request cannot be answered.")
            started = [500, [("Content-Type", "text/plain")]]
            whole = b"The fault is ours. Please try again in a few minutes.\n"
        status, headers = started
        raw = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers]
        return Answer(status, raw, whole)


def in_thread(pool: ThreadPoolExecutor, function: Callable[..., Any], *args: Any):
    return asyncio.get_running_loop().run_in_executor(pool, function, *args)


def declared_size(environ: Environ) -> int:
    """The Content-Length: what is no number is left to the server, which refuses it."""
    text = environ.get("CONTENT_LENGTH", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


async def receive_chunk(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


def whole_file(content: Iterable[bytes]) -> Path | None:
    """The file on disk of which `content` is all, for the server to send; or None."""
    if not isinstance(content, FileWrapper):
        return None
    name = getattr(content.filelike, "name", None)
    if not isinstance(name, str) or not Path(name).is_absolute():
        return None
    return Path(name) if content.filelike.tell() == 0 else None


async def send_answer(answer: Answer, scope: dict[str, Any], send: Send) -> None:
    status, headers, content = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if isinstance(content, bytes):
        await send({"type": "http.response.body", "body": content})
    else:
        await send({"type": "http.response.pathsend", "path": str(content)})


def build_environ(scope: dict[str, Any]) -> Environ:
    """The environ of PEP 3333 for `scope`, without what could pass for another header.

    With underscores, a header that a visitor made up would have the name of one that the
    proxy sets.
    """
    host, port = scope.get("server") or ("localhost", 80)
    path = unquote_to_bytes(scope["raw_path"]).decode("latin-1")
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "REMOTE_ADDR": (scope.get("client") or [""])[0],
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FileWrapper,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        value = raw_value.decode("latin-1")
        if name not in {"CONTENT_LENGTH", "CONTENT_TYPE"}:
            name = f"HTTP_{name}"
        if name in environ:
            separator = "; " if name == "HTTP_COOKIE" else ","
            value = f"{environ[name]}{separator}{value}"
        environ[name] = value
    return environ

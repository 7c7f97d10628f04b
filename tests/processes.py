"""Programs that tests run: manage.py, the site as `make run` serves it, its worker,
PostgreSQL and Redis. Whatever is started here is also stopped here."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "only for tests: " + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
PATIENCE = 120  # seconds until what should happen is taken for what never will
LONG_PATIENCE = 600  # the same for what takes long even on an idle machine
STOP_TIMEOUT = 15  # seconds

linux_only = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="Processes are looked up in /proc."
)


def environment(var_dir, **variables):
    """The variables for a site in `var_dir`, with nothing of the machine's own site."""
    inherited = {
        name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ
    }
    return {
        **inherited,
        "SECRET_KEY": SECRET_KEY,
        "VAR_DIR": str(var_dir),
        **{name: str(value) for name, value in variables.items()},
    }


def python(*arguments, var_dir, patience=PATIENCE, **variables):
    """Run Python in the checkout, to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(var_dir, **variables),
        capture_output=True,
        text=True,
        timeout=patience,
    )


def manage(*arguments, **options):
    return python("manage.py", *arguments, **options)


def make_tables(var_dir, **variables):
    """Make all tables of a site's database, and what migrations put into them."""
    for command in ("migrate", "createcachetable"):
        done = manage(
            command, "-v0", var_dir=var_dir, patience=LONG_PATIENCE, **variables
        )
        assert done.returncode == 0, done.stderr


def common_folder(tmp_path_factory):
    """The folder that all processes of a run of the tests share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def wait_for(condition, patience=PATIENCE):
    """What `condition` returns as soon as that is true; fails if it never is."""
    deadline = time.monotonic() + patience
    while not (result := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"It did not happen in {patience} seconds.")
        time.sleep(0.05)
    return result


@contextmanager
def running(command, log, stop_by=signal.SIGTERM, **options):
    """A process, whose words go to the file `log`."""
    with log.open("w") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, **options
        )
    try:
        yield process
    finally:
        process.send_signal(stop_by)
        try:
            process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def program(name):
    """The path of a program that no Python package brings along."""
    folders = [os.environ["PATH"], *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
    if path := shutil.which(name, path=os.pathsep.join(folders)):
        return path
    reason = f"{name} is not installed."
    if os.environ.get("G48_NO_SKIPS"):
        pytest.fail(reason)
    pytest.skip(reason)


# --- The site


class Answer(NamedTuple):
    status: int
    headers: dict  # by name in lower case
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class ServedSite(NamedTuple):
    process: subprocess.Popen
    url: str
    var_dir: Path
    log: Path

    @property
    def output(self):
        return self.log.read_text()

    def get(self, path, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(
            HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        ) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())

    def is_ready(self):
        if self.process.poll() is not None:
            pytest.fail(f"The site has stopped, saying:\n{self.output}")
        return "Stop with Ctrl+C" in self.output

    def worker(self):
        """The process id of the background worker, if one is running."""
        for pid in session_of(self.process.pid):
            if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                return pid
        return None


@contextmanager
def serve(var_dir, **variables):
    """A site kept in `var_dir` and served at a port of its own."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    log = var_dir / f"serve-{port}.log"
    options = {"env": environment(var_dir, PORT=port, **variables), "cwd": ROOT}
    with running(command, log, start_new_session=True, **options) as process:
        try:
            site = ServedSite(process, f"http://127.0.0.1:{port}", var_dir, log)
            wait_for(site.is_ready, LONG_PATIENCE)
            yield site
        finally:
            process.terminate()
            wait_for(lambda: process.poll() is not None)
            for pid in session_of(process.pid):  # a failed test may leave some
                os.kill(pid, signal.SIGKILL)


def session_of(leader):
    """The ids of the processes of a session that still run."""
    pids = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z" and os.getsid(int(folder.name)) == leader:
                pids.append(int(folder.name))
        except OSError:  # it ended just now
            continue
    return pids


HURRIED_WORKER = """
import django

django.setup()

from django.core.management import execute_from_command_line
from operations.management.commands import worker

worker.PAUSE = 0.1
execute_from_command_line(["manage.py", "worker"])
"""


def worker(var_dir, *, hurried=True, **variables):
    """The site's background worker, which looks ten times a second if it is `hurried`."""
    variables["DJANGO_SETTINGS_MODULE"] = "g48cms.settings"
    script = ["-c", HURRIED_WORKER] if hurried else ["manage.py", "worker"]
    return running(
        [sys.executable, *script],
        var_dir / "worker.log",
        cwd=ROOT,
        env=environment(var_dir, **variables),
    )

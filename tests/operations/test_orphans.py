"""Whatever is killed, nothing of the site runs on, and it can be started again."""

import os
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.processes import linux_only, serve, session_of, wait_for

pytestmark = linux_only


def web_server(site):
    """The main process of the web server."""
    for pid in session_of(site.process.pid):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        if b"operations.web" in command and int(parent) == site.process.pid:
            return pid
    return None


def itself(site):
    return site.process.pid


@pytest.mark.parametrize("which", [itself, web_server])
def test_what_is_killed_leaves_nothing_behind(copy_of_site, which):
    with serve(copy_of_site) as site:
        wait_for(site.worker)
        assert len(session_of(site.process.pid)) >= 5

        os.kill(which(site), signal.SIGKILL)
        site.process.wait(timeout=30)

        wait_for(lambda: session_of(site.process.pid) == [], patience=60)
        # The last thread of a process may hold its socket a moment longer.
        assert wait_for(lambda: is_free(urlsplit(site.url).port), patience=15)


def is_free(port):
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def is_answered(site):
    try:
        return site.get("/healthz").status == 200
    except OSError:
        return False


def test_a_killed_process_of_the_web_server_is_replaced(copy_of_site):
    with serve(copy_of_site) as site:
        main = web_server(site)
        of_web = {
            pid
            for pid in session_of(site.process.pid)
            if os.getpgid(pid) == main and pid != main
        }
        assert len(of_web) >= 2
        os.kill(of_web.pop(), signal.SIGKILL)

        # Whoever was just connected to it hears nothing; who asks again is answered.
        assert wait_for(lambda: is_answered(site))

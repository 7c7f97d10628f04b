import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

START_TIMEOUT = 300  # seconds: a slow machine makes the first pictures meanwhile
STOP_TIMEOUT = 10  # seconds
WORKER = ("manage.py", "worker", "--end-with-parent")


class Command(BaseCommand):
    help = "Set the site up, then serve it and do its background work until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host, port, **options):
        check_port(host, port)
        call_command("set_up", stdout=self.stdout)
        connections.close_all()  # this process only waits from now on
        self.processes = {}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(0))
        try:
            web = self.start("-m", "operations.web", host, str(port))
            worker = self.start(*WORKER)
            wait_until_answers(web, host, port)
            self.stdout.write(ADDRESSES.format(url=settings.SITE_URL))
            self.stdout.flush()  # a log file would get it, and the password, at the end
            while web.poll() is None:
                if worker.poll() is not None:
                    worker = self.start(*WORKER)
                time.sleep(1)
            raise CommandError("The web server has stopped; what it said is above.")
        finally:
            self.stop()

    def start(self, *arguments):
        # Each in a group of its own, so that Ctrl+C reaches us alone: granian, whose
        # workers would hear of it too, waits for them to come back.
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            process_group=0,
            stdin=subprocess.PIPE,  # whose end tells them that we are gone
        )
        self.processes[process.pid] = process
        return process

    def stop(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_TIMEOUT)
            with suppress(ProcessLookupError):  # nobody of the group is left
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


ADDRESSES = """
  Site     {url}/
  CMS      {url}/cms/
  API      {url}/api/v3/docs/

Sign in to the CMS with your e-mail address. A new password: make password
Stop with Ctrl+C.
"""


def check_port(host, port):
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        reason = f"{host}:{port} cannot be used: {error.strerror}."
        if error.errno == errno.EADDRINUSE:
            reason = (
                f"Port {port} is taken by another program. Choose another one, "
                f"for example: make run PORT={port + 1}"
            )
        raise CommandError(reason) from error
    except OverflowError as error:
        raise CommandError(f"PORT must be from 1 to 65535, not {port}.") from error


def wait_until_answers(web, host, port):
    """Return when the home page is there; raises CommandError if it never will be."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and web.poll() is None:
        connection = http.client.HTTPConnection(host, port, timeout=START_TIMEOUT)
        try:
            connection.request("GET", "/", headers={"Host": settings.SITE_HOST})
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise CommandError("The web server did not start; what it said is above.")

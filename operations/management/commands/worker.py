import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections

from base import mail
from base.health import worker_beats
from base.images.models import purge_unfinished_uploads
from base.models import RenditionRequest
from blog.meetings.rsvps import mails as rsvp_mails
from blog.models import RSVP
from comments.models import PendingComment
from comments.moderation import digest
from operations import lifeline
from topics import planning

PAUSE = 1  # second
PATIENCE = 1  # seconds, with a process that should end
PAUSE_AFTER_ERROR = 15  # seconds
LONGEST_BATCH = 10  # seconds: the other jobs wait for it

logger = logging.getLogger(__name__)


@dataclass
class Job:
    do: Callable[[], object]
    pause: float  # seconds
    due: float = 0
    failure: str = ""  # the latest, while it lasts

    def do_if_due(self):
        if time.monotonic() < self.due:
            return
        pause = self.pause
        try:
            self.do()
            self.failure = ""
        except Exception as error:  # noqa: BLE001 - the other jobs go on
            # It may work in a moment; what is due stays due.
            pause = max(pause, PAUSE_AFTER_ERROR)
            self.log(error)
            close_old_connections()  # or it would use a broken one for ever
        self.due = time.monotonic() + pause

    def log(self, error):
        """Log a failure once, however often it is tried again."""
        failure = repr(error)
        if failure == self.failure:
            return
        self.failure = failure
        if isinstance(error, DatabaseError):
            logger.exception("The worker waits for the database.")
        else:
            logger.exception("A job of the worker failed, and is tried again.")


class Command(BaseCommand):
    help = (
        "Do what is due, until stopped: send mail, publish, make renditions of pictures, "
        "remind, tell, purge."
    )

    stopped = False
    renditions = None  # the process that makes them, if one was started

    def add_arguments(self, parser):
        parser.add_argument(
            "--end-with-parent",
            action="store_true",
            help="End as soon as stdin does, as when the program that started this dies.",
        )

    def handle(self, *, end_with_parent=False, **options):
        if end_with_parent:
            lifeline.end_with_parent()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, self.stop)
        jobs = [
            # What is to do, and after how many seconds again.
            Job(worker_beats, 30),
            Job(self.send_mail, PAUSE),
            Job(partial(call_command, "publish_scheduled"), 15),
            Job(self.make_renditions, 2),
            Job(mail.purge, 24 * 60 * 60),
            Job(purge_unfinished_uploads, 60 * 60),
            Job(PendingComment.purge, 60 * 60),
            Job(rsvp_mails.send_due, 60),
            Job(planning.mark_past_discussed, 10 * 60),
            Job(RSVP.purge, 60 * 60),
            Job(digest.send_if_due, 60),
            Job(partial(call_command, "clearsessions"), 60 * 60),
        ]
        while not self.stopped:
            for job in jobs:
                if not self.stopped:
                    job.do_if_due()
            time.sleep(PAUSE)
        if self.renditions:
            self.renditions.terminate()
            try:
                self.renditions.wait(PATIENCE)  # for the one that it is making
            except subprocess.TimeoutExpired:
                self.renditions.kill()  # which is made another time

    def stop(self, *_):
        self.stopped = True

    def send_mail(self):
        end = time.monotonic() + LONGEST_BATCH
        mail.send_due(lambda: self.stopped or time.monotonic() > end)

    def make_renditions(self):
        """In a process of its own, which a bad file can end and which frees its memory.

        Meanwhile mail is sent.
        """
        if self.renditions and self.renditions.poll() is None:
            return
        if self.renditions and self.renditions.returncode:
            logger.error(
                "make_renditions ended with %s; the picture it was at is tried again later.",
                self.renditions.returncode,
            )
        self.renditions = None
        if RenditionRequest.objects.due().exists():
            self.renditions = subprocess.Popen(
                [sys.executable, "manage.py", "make_renditions"], cwd=settings.BASE_DIR
            )

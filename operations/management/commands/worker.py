import logging
import signal
import time
from functools import partial

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections

from base import mail
from blog.meetings.rsvps import mails as rsvp_mails
from blog.models import RSVP
from comments.models import PendingComment
from comments.moderation import digest
from operations import lifeline
from topics import planning

PAUSE = 1  # second
PAUSE_AFTER_ERROR = 15  # seconds
LONGEST_BATCH = 10  # seconds: the other jobs wait for it

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what is due, until stopped: send mail, publish, remind, tell, purge."

    stopped = False

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
            # What is to do, after how many seconds again, and when for the first time.
            [self.send_mail, PAUSE, 0],
            [partial(call_command, "publish_scheduled"), 15, 0],
            [mail.purge, 24 * 60 * 60, 0],
            [PendingComment.purge, 60 * 60, 0],
            [rsvp_mails.send_due, 60, 0],
            [planning.mark_past_discussed, 10 * 60, 0],
            [RSVP.purge, 60 * 60, 0],
            [digest.send_if_due, 60, 0],
            [partial(call_command, "clearsessions"), 24 * 60 * 60, 0],
        ]
        while not self.stopped:
            for job in jobs:
                self.do_if_due(job)
            time.sleep(PAUSE)

    def stop(self, *_):
        self.stopped = True

    def do_if_due(self, job):
        do, pause, due = job
        if time.monotonic() < due or self.stopped:
            return
        try:
            do()
        except DatabaseError as error:
            # The database may be back in a moment; what is due stays due.
            pause = max(pause, PAUSE_AFTER_ERROR)
            reason = str(error).partition("\n")[0]
            logger.error("The worker waits for the database: %s", reason)
            close_old_connections()  # or it would use the broken one for ever
        job[2] = time.monotonic() + pause

    def send_mail(self):
        end = time.monotonic() + LONGEST_BATCH
        mail.send_due(lambda: self.stopped or time.monotonic() > end)

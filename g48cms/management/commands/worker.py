import logging
import signal
import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

PAUSE = 15  # seconds

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what is due, until stopped: publish scheduled pages."

    def handle(self, **options):
        stopped = threading.Event()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            try:
                call_command("publish_scheduled")
            except Error:
                # The database may be back in a moment; what is due stays due.
                logger.exception("Due pages could not be published.")
            stopped.wait(PAUSE)

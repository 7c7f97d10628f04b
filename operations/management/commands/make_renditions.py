import os
import signal

from django.core.management.base import BaseCommand

from base.images.requests import make_due


class Command(BaseCommand):
    help = "Make the renditions of pictures that pages have asked for."

    stopped = False

    def handle(self, **options):
        os.nice(10)  # readers come first
        signal.signal(signal.SIGTERM, self.stop)
        make_due(lambda: self.stopped)

    def stop(self, *_):
        self.stopped = True

from django.core.management.base import BaseCommand

from home.search_index import rebuild


class Command(BaseCommand):
    help = "Write anew what the search finds pages by. It is kept up to date without."

    def handle(self, **options):
        self.stdout.write(f"Pages that can be found now: {rebuild()}")

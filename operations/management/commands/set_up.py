import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from wagtail.models import Site

from home.search_index import rebuild

FIRST_EDITOR = "editor@example.org"


class Command(BaseCommand):
    help = "Bring database, first pages and first account up to date. Repeat it freely."

    def handle(self, **options):
        make_state_folder()
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError as error:
            raise CommandError(
                f"The database of DATABASE_URL cannot be used: {error}"
            ) from error
        call_command("createcachetable", verbosity=0)
        call_command("load_starting_content", stdout=self.stdout)
        tell_wagtail_the_address()
        rebuild(only_missing=True)  # of pages from before there was such an index
        self.make_first_account()

    def make_first_account(self):
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(FIRST_EDITOR, password, display_name="Editor")
        self.stdout.write(
            f"\nYour account, shown only now:\n"
            f"  e-mail    {FIRST_EDITOR}\n"
            f"  password  {password}\n"
        )


def make_state_folder():
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        probe = settings.VAR_DIR / f".probe-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CommandError(
            f"The folder {settings.VAR_DIR} cannot be written: {error.strerror}. Give "
            "this user the right to write there, or set VAR_DIR to another folder."
        ) from error


def tell_wagtail_the_address():
    """Wagtail keeps the site's address in its database, we in SITE_URL: ours rules."""
    url = urlsplit(settings.SITE_URL)
    site = Site.objects.get(is_default_site=True)
    port = url.port or (443 if url.scheme == "https" else 80)
    if (site.hostname, site.port) != (url.hostname, port):
        site.hostname, site.port = url.hostname, port
        site.save()

import re

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.html import strip_tags
from post_office.models import STATUS, Email

LINK = re.compile(r"[ (<]*(https?://[^\s<>]*[^\s<>.,;:!?)])[ )>.,;:!?]*")


class Command(BaseCommand):
    help = "Show the latest mail that the site wrote, whether it was sent or waits."

    def handle(self, **options):
        mail = Email.objects.order_by("pk").last()
        if mail is None:
            self.stdout.write("There is no mail: none was written since yesterday.")
            return
        created = timezone.localtime(mail.created)
        state = mail.get_status_display()
        if mail.status == STATUS.requeued:
            state = f"to be tried again: attempts so far {mail.number_of_retries}"
        # Each link stands on a line of its own.
        text = LINK.sub(r"\n\1\n", mail.message or strip_tags(mail.html_message))
        self.stdout.write(f"Written: {created:%Y-%m-%d %H:%M:%S} ({state})")
        self.stdout.write(f"To: {', '.join(mail.to)}")
        self.stdout.write(f"Subject: {mail.subject}\n\n")
        self.stdout.write(re.sub(r"\n{3,}", "\n\n", text).strip())

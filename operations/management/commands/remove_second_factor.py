from django.core.management.base import BaseCommand, CommandError

from members.models import User


class Command(BaseCommand):
    help = (
        "For who has lost their second factor and the recovery codes. Ask them first."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the address {email}.") from error
        user.authenticator_set.all().delete()
        self.stdout.write(f"{email} signs in without a second factor now.")

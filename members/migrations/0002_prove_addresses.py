from django.db import migrations


def prove_addresses(apps, schema_editor):
    """The addresses of people who were here before allauth, as `members.addresses`."""
    User = apps.get_model("members", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in User.objects.all():
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunPython(prove_addresses, migrations.RunPython.noop, elidable=True),
    ]

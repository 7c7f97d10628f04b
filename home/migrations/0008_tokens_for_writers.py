"""Who writes in the CMS may also write by the API: each may make tokens for themselves."""

from django.db import migrations

GROUPS = ["Authors", "Editors"]
ACTIONS = ["add", "change", "delete"]


def allow_tokens(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="apitoken"
    )
    for group in Group.objects.filter(name__in=GROUPS):
        for action in ACTIONS:
            # On an empty database Django makes them after all migrations.
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_apitoken",
                defaults={"name": f"Can {action} API token"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_planners"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(allow_tokens, migrations.RunPython.noop)]

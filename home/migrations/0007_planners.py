"""Editors decide what becomes of the topics that people suggest."""

from django.db import migrations


def let_editors_plan(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    # On an empty database Django makes them after all migrations.
    content_type, _ = ContentType.objects.get_or_create(
        app_label="comments", model="topic"
    )
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type,
        codename="change_topic",
        defaults={"name": "Can change topic"},
    )
    editors, _ = Group.objects.get_or_create(name="Editors")
    editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("home", "0006_action_block"), ("comments", "0003_topics")]

    operations = [migrations.RunPython(let_editors_plan, migrations.RunPython.noop)]

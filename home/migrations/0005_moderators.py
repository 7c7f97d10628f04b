"""A group for those who look after the discussions, and nothing else.

It has the name of one that Wagtail begins with, and that 0002_groups removed unless
somebody was in it: whoever is one of them then may now moderate, too.
"""

from django.db import migrations

MAY_OPEN_THE_CMS = [("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")]
MAY_MODERATE = [
    ("django_comments_xtd", "xtdcomment", "can_moderate", "Can moderate comments"),
    ("comments", "commentsettings", "change_commentsettings", "Can change comments"),
]


def make_moderators(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    moderators, _ = Group.objects.get_or_create(name="Moderators")
    moderators.permissions.add(*permissions(apps, MAY_OPEN_THE_CMS + MAY_MODERATE))
    editors, _ = Group.objects.get_or_create(name="Editors")
    editors.permissions.add(*permissions(apps, MAY_MODERATE))


def permissions(apps, what):
    """The Permission objects, made here if Django did not come to it yet: on an empty
    database it makes them after all migrations."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    found = []
    for app_label, model, codename, name in what:
        content_type, _ = ContentType.objects.get_or_create(
            app_label=app_label, model=model
        )
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        found.append(permission)
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_comments_hidden"),
        ("comments", "0002_moderation"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
    ]

    operations = [migrations.RunPython(make_moderators, migrations.RunPython.noop)]

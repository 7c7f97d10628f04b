"""Comments by a proxy of the package's model; topics in an app of their own.

No table changes: those of topics are taken over by `topics.0001_initial`.
"""

import django.db.models.deletion
from django.db import migrations, models

CASCADE, SET_NULL = django.db.models.deletion.CASCADE, django.db.models.deletion.SET_NULL
# Where each field points to now is a proxy of where it pointed to before.
REFERENCES = [
    ('commentdetails', 'comment', models.OneToOneField('comments.Comment', CASCADE, primary_key=True, related_name='details', serialize=False)),
    ('commentedit', 'comment', models.ForeignKey('comments.Comment', CASCADE, related_name='edits')),
    ('pendingcomment', 'comment', models.ForeignKey('comments.Comment', SET_NULL, blank=True, null=True, related_name='pending')),
    ('pendingcomment', 'reply_to', models.ForeignKey('comments.Comment', CASCADE, blank=True, null=True, related_name='+')),
    ('report', 'comment', models.ForeignKey('comments.Comment', CASCADE, related_name='reports')),
    ('subscription', 'comment', models.ForeignKey('comments.Comment', CASCADE, related_name='subscriptions')),
]


def move_log(apps, schema_editor):
    """What the CMS notes about a comment, it notes about the proxy."""
    ContentType = apps.get_model('contenttypes', 'ContentType')
    ModelLogEntry = apps.get_model('wagtailcore', 'ModelLogEntry')
    noted = ModelLogEntry.objects.filter(
        content_type__app_label='django_comments_xtd', content_type__model='xtdcomment'
    )
    if noted.exists():
        comment, _ = ContentType.objects.get_or_create(app_label='comments', model='comment')
        noted.update(content_type=comment)


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0003_topics'),
        ('django_comments_xtd', '0008_auto_20200920_2037'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('django_comments_xtd.xtdcomment',),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel('Support'),
                migrations.DeleteModel('Topic'),
                *(migrations.AlterField(*reference) for reference in REFERENCES),
            ],
        ),
        migrations.RunPython(move_log, migrations.RunPython.noop),
    ]

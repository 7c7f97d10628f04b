"""Topics, which were in the app "comments" before: their tables and rights come along."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def move_content_types(apps, schema_editor):
    """With them the permission of editors and what the CMS has noted."""
    ContentType = apps.get_model('contenttypes', 'ContentType')
    ours = ContentType.objects.filter(app_label='comments', model__in=['topic', 'support'])
    ours.update(app_label='topics')


def rename(old, new):
    return migrations.RunSQL(
        f'ALTER TABLE {old} RENAME TO {new}', f'ALTER TABLE {new} RENAME TO {old}'
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('comments', '0004_comment'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('home', '0007_planners'),  # which gives editors the permission
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                rename('comments_topic', 'topics_topic'),
                rename('comments_support', 'topics_support'),
                migrations.RunPython(move_content_types, migrations.RunPython.noop),
            ],
            state_operations=[
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='topic', serialize=False, to='comments.comment', verbose_name='comment')),
                        ('short_title', models.CharField(blank=True, help_text='What lists call it. Leave it empty for its first words.', max_length=80, verbose_name='title')),
                        ('state', models.CharField(choices=[('suggested', 'suggested'), ('planned', 'planned'), ('discussed', 'discussed'), ('declined', 'declined')], db_index=True, default='suggested', max_length=9, verbose_name='state')),
                        ('answer', models.TextField(blank=True, help_text='Why the group does not take it up. Everybody can read it.', max_length=500, verbose_name='a word of thanks')),
                        ('announced_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='topics', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='meeting')),
                        ('report', models.ForeignKey(blank=True, help_text='The post that tells what came of it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='report')),
                    ],
                    options={
                        'verbose_name': 'topic',
                        'verbose_name_plural': 'topics',
                    },
                ),
                migrations.CreateModel(
                    name='Support',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wants_mail', models.BooleanField(default=False, verbose_name='wants to hear of it')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='topics.topic')),
                    ],
                    options={
                        'verbose_name': 'support',
                        'verbose_name_plural': 'support',
                        'constraints': [models.UniqueConstraint(fields=('topic', 'user'), name='one_support_of_each_member')],
                    },
                ),
            ],
        ),
    ]

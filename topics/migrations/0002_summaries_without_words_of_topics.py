"""Summaries of meetings that were planned repeat no words of comments any more: whoever
wrote these may erase them."""

from django.db import migrations

OLD, NEW = 'We talk about: ', 'We talk about what readers have suggested.'


def take_words_out(apps, schema_editor):
    topics = apps.get_model('topics', 'Topic').objects.exclude(meeting=None)
    planned = set(topics.values_list('meeting_id', flat=True))
    posts = apps.get_model('blog', 'BlogPage').objects.filter(pk__in=planned)
    posts.filter(summary__startswith=OLD).update(summary=NEW)
    revisions = apps.get_model('wagtailcore', 'Revision').objects.filter(
        object_id__in=[str(pk) for pk in planned], content_type__app_label='blog'
    )
    for revision in revisions:
        if str(revision.content.get('summary', '')).startswith(OLD):
            revision.content['summary'] = NEW
            revision.save(update_fields=['content'])


class Migration(migrations.Migration):

    dependencies = [
        ('topics', '0001_initial'),
        ('blog', '0006_rsvp'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [migrations.RunPython(take_words_out, migrations.RunPython.noop)]

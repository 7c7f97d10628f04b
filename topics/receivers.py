"""Topics follow what happens to comments and to meetings."""

from django.dispatch import receiver
from wagtail.signals import page_published

from comments.signals import comment_created

from .models import Topic
from .planning import announce


@receiver(comment_created)
def make_topic(comment, **kwargs):
    """A comment that suggests a topic has one from the beginning."""
    if comment.details.suggests_topic:
        Topic.objects.create(comment=comment)


@receiver(page_published)
def announce_topics(instance, **kwargs):
    """With a meeting its topics are announced."""
    topics = Topic.objects.public().filter(meeting=instance.pk, announced_at=None)
    for topic in topics.select_related("comment"):
        announce(topic)

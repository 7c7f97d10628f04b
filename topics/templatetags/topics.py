from django import template

from topics.models import Topic

register = template.Library()


@register.simple_tag
def most_supported_topics(number):
    """The suggestions that most members would like to talk about."""
    topics = Topic.objects.public().filter(state=Topic.State.SUGGESTED)
    return topics.most_supported().select_related("comment")[:number]


@register.simple_tag
def topics_of(meeting):
    """What `meeting` takes up of what people suggested."""
    if not meeting.pk:
        return []
    topics = Topic.objects.public().filter(meeting=meeting.pk)
    return list(topics.with_support().select_related("comment"))

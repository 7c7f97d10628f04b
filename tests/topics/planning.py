"""The forms by which editors plan topics."""

from django.urls import reverse

LIST = reverse("cms_topics:index")


def address(name, topic):
    """Where the CMS does `name` with `topic`."""
    return reverse(f"cms_topics:{name}", args=[topic.pk])


def plan_form(*topics, **fields):
    """What is sent to plan `topics` into a new meeting."""
    return {
        "topics": [topic.pk for topic in topics],
        "meeting": "",
        "title": "Letters in June",
        "starts": "2030-06-01 19:00",
        "ends": "2030-06-01 21:00",
        **fields,
    }

"""What moderators do in the CMS, and what they see of comments there."""

import re

from django.urls import reverse

from comments.models import Comment

LIST = reverse("moderation:index")


def url_of(comment):
    return reverse("moderation:inspect", args=[comment.pk])


def decide(client, comment, decision):
    url = reverse("moderation:decide", args=[comment.pk])
    return client.post(url, {"decision": decision.value}, follow=True)


def bulk_url(action, *comments, query=""):
    url = reverse("wagtail_bulk_action", args=["comments", "comment", action])
    ids = "&".join(f"id={comment.pk}" for comment in comments)
    return f"{url}?{query}{ids}&next={LIST}"


def undo(client, response):
    """Press the button in what `response` tells."""
    uuid = re.search(r'name="uuid" value="([^"]+)"', response.content.decode())[1]
    return client.post(reverse("moderation:undo"), {"uuid": uuid}, follow=True)


def state(comment):
    """All that a decision may change."""
    comment = Comment.objects.select_related("details").get(pk=comment.pk)
    details = comment.details
    return (
        comment.is_public,
        comment.is_removed,
        details.is_spam,
        details.held_because,
        details.held_at,
        details.learned_as,
    )


def listed(client, query=""):
    """The ids in the list, in its order."""
    html = client.get(f"{LIST}?{query}").content.decode()
    return [int(pk) for pk in re.findall(r'id="comment_(\d+)_title"', html)]

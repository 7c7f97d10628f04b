"""A comment may be deleted for good between finding and changing it."""

import pytest
from django.db import connection
from django.urls import reverse

from comments.models import Comment
from topics.models import Topic


@pytest.fixture
def vanishing(client):
    """`vanishing(model)` deletes all of that model just before the first write."""
    client.raise_request_exception = False

    def vanishing(model):
        state = {"waiting": True}

        def wrapper(execute, sql, params, many, context):
            if state["waiting"] and sql.startswith("SAVEPOINT"):
                state["waiting"] = False
                model.objects.all().delete()
            return execute(sql, params, many, context)

        return connection.execute_wrapper(wrapper)

    return vanishing


def test_reporting_a_comment_that_is_gone_says_so(client, say, vanishing):
    comment = say()

    with vanishing(Comment):
        url = reverse("comments:report", args=[comment.pk])
        answer = client.post(url, {"reason": "hate"})

    assert not Comment.objects.exists()
    assert answer.status_code == 410
    assert "no longer here" in answer.text


def test_supporting_a_topic_that_is_gone_says_so(client, say, member, vanishing):
    comment = say(suggests_topic=True)
    topic = Topic.objects.get(comment=comment)
    client.force_login(member)
    Topic.objects.filter(pk=topic.pk).delete()

    with pytest.raises(Exception, match="takes no more support"):
        topic.add_support(member)

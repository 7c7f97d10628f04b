"""The permanent address of a comment, and addresses of none."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def test_the_permanent_address_leads_to_the_comment(client, say, post):
    comment = say()

    response = client.get(reverse("comments:permalink", args=[comment.pk]))

    assert response.url == f"{post.url}#comment-{comment.pk}"


def test_beyond_fifty_threads_it_leads_to_the_right_page(client, say, post):
    for number in range(51):
        comment = say(f"thread {number}", email=f"p{number}@example.org")

    response = client.get(reverse("comments:permalink", args=[comment.pk]))

    assert response.url == f"{post.url}?comments=2#comment-{comment.pk}"
    assert f'id="comment-{comment.pk}"' in client.get(response.url).text


@pytest.mark.parametrize("state", ["hold", "remove"])
def test_a_comment_that_nobody_may_see_has_no_address(client, say, state):
    comment = say()
    getattr(factories, state)(comment)

    answers = [
        client.get(reverse(f"comments:{name}", args=[comment.pk]))
        for name in ("permalink", "reply")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(
    "query", ["comments=0", "comments=2", "comments=x", "thread=x"]
)
def test_pages_of_comments_that_are_none_are_not_found(client, say, post, query):
    say()

    assert client.get(f"{post.url}?{query}").status_code == 404


@pytest.mark.parametrize("pk", [0, 999_999, 10**12, 10**30])
def test_ids_of_no_comment_are_not_found(client, db, pk):
    answers = [
        client.get(f"/comments/{pk}/{name}")
        for name in ("", "reply/", "edit/", "delete/")
    ]
    assert [answer.status_code for answer in answers] == [404] * 4

"""The permanent address of a comment, and addresses of none."""

import re

import pytest
from django.urls import reverse

from comments.models import Comment
from tests import factories

from .planting import long_thread, plant

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
    ("query", "shown"),
    [
        ("comments=0", "the first"),
        ("comments=-1", "the first"),
        ("comments=x", "the first"),
        ("comments=", "the first"),
        ("comments=3", "the last"),
        (f"comments={'9' * 5_000}", "the last"),
        ("thread=x", "the first"),
        (f"thread={'9' * 5_000}", "the first"),
        ("thread=999999", "the first"),
        ("thread=999999&comments=2", "the last"),
    ],
)
def test_a_part_of_the_comments_that_is_not_there_is_the_nearest(
    client, post, query, shown
):
    pks = plant(post, [None] * 60)
    found = re.findall(r'id="comment-(\d+)"', client.get(f"{post.url}?{query}").text)

    assert found[0] == str(pks[50] if shown == "the last" else pks[0])


def test_a_part_whose_comments_were_removed_is_the_last_that_is_left(client, post):
    pks = plant(post, [None] * 60)
    Comment.objects.filter(pk__in=pks[40:]).update(is_removed=True)
    page = client.get(f"{post.url}?comments=2")

    assert page.status_code == 200
    assert f'id="comment-{pks[39]}"' in page.text


def test_the_remainder_of_a_thread_that_is_gone_is_the_page(client, post):
    pks = plant(post, [*long_thread(120), None])
    Comment.objects.filter(pk__in=pks[100:120]).update(is_removed=True)
    page = client.get(f"{post.url}?thread={pks[0]}&comments=7")

    assert f'id="comment-{pks[120]}"' in page.text


@pytest.mark.parametrize("pk", [0, 999_999, 10**12, 10**30])
def test_ids_of_no_comment_are_not_found(client, db, pk):
    answers = [
        client.get(f"/comments/{pk}/{name}")
        for name in ("", "reply/", "edit/", "delete/")
    ]
    assert [answer.status_code for answer in answers] == [404] * 4

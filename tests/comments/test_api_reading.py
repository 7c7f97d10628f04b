"""Comments through the API: what is told to whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.reading import threads
from tests import factories
from tests.factories import BlogPageFactory, remove, restrict

from .api import API


def test_a_thread_is_told_in_its_order(client, say, post):
    first = say("One *word*", website="https://minji.example.org/")
    other = say("Another")
    answer = say("Yes", reply_to=first, name="Jun", email="jun@example.org")
    told = client.get(f"{API}?page={post.pk}").json()

    assert (told["count"], told["number"], told["num_pages"]) == (3, 1, 1)
    assert [item["id"] for item in told["items"]] == [first.pk, answer.pk, other.pk]
    below = told["items"][1]
    assert (below["parent"], below["depth"]) == (first.pk, 1)
    assert below["thread"] == first.pk
    assert (below["name"], below["in_reply_to"]) == ("Jun", "Minji")
    top = told["items"][0]
    assert (top["parent"], top["page"]) == (None, post.pk)
    assert top["html"] == "<p>One <em>word</em></p>\n"
    assert top["website"] == "https://minji.example.org/"
    assert top["url"].endswith(f"/comments/{first.pk}/")
    assert (top["state"], top["is_own"], top["is_editable"]) == (
        "published",
        False,
        False,
    )


def test_a_removed_comment_leaves_nothing_but_its_place(client, say, post):
    first = say("A secret", name="Secret", website="https://secret.example.org/")
    say("An answer", reply_to=first)
    remove(first)
    answer = client.get(f"{API}?page={post.pk}")

    assert "ecret" not in answer.text
    [tombstone, below] = answer.json()["items"]
    assert (tombstone["state"], tombstone["written"]) == ("removed", None)
    assert below["in_reply_to"] == ""
    assert client.get(f"{API}{first.pk}/").status_code == 404


def test_what_waits_is_told_to_its_writer_alone(
    client, say, post, member, bearer, administrator
):
    held = say("Held back", user=member)
    factories.hold(held)
    client.force_login(administrator)
    for address in [f"{API}?page={post.pk}", f"{API}{held.pk}/"]:
        assert "Held back" not in client.get(address).text
        assert "Held back" not in Client().get(address).text
        assert "Held back" in client.get(address, headers=bearer).text
    answer = client.get(f"{API}{held.pk}/", headers=bearer).json()
    assert (answer["state"], answer["is_own"]) == ("waiting", True)


def test_a_hidden_comment_is_as_unknown_as_one_that_never_was(client, say, blog):
    held = say("Held")
    factories.hold(held)
    private = restrict(BlogPageFactory(parent=blog))
    on_private = say("There", page=BlogPageFactory(parent=blog))
    Comment.objects.filter(pk=on_private.pk).update(object_pk=str(private.pk))
    unknown = client.get(f"{API}999999/").json()

    answers = [client.get(f"{API}{pk}/").json() for pk in (held.pk, on_private.pk)]
    assert answers == [unknown, unknown]


def test_of_a_hidden_page_no_comment_is_told(client, say, post):
    say("There")
    restrict(post)
    unknown = client.get(f"{API}?page=999999")

    assert client.get(f"{API}?page={post.pk}").json() == unknown.json()
    assert unknown.status_code == 404


@pytest.mark.parametrize("query", ["number=2", "thread=999999", "thread=0&number=1"])
def test_there_is_no_part_beyond_the_last(client, say, post, query):
    say("One")

    assert client.get(f"{API}?page={post.pk}&{query}").status_code == 404


def test_many_threads_come_in_parts_and_long_ones_with_a_rest(
    client, say, post, monkeypatch
):
    monkeypatch.setattr(threads, "THREADS_PER_PAGE", 2)
    monkeypatch.setattr(threads, "SHOWN_OF_THREAD", 2)
    first = say("0")
    for number in range(1, 4):
        say(str(number), reply_to=first)
    for number in range(2):
        say(f"thread {number}")
    parts = [
        client.get(f"{API}?page={post.pk}&number={number}").json() for number in (1, 2)
    ]
    rest = client.get(f"{API}?page={post.pk}&thread={first.pk}").json()

    assert [part["num_pages"] for part in parts] == [2, 2]
    texts = [[item["text"] for item in part["items"]] for part in [*parts, rest]]
    assert texts == [["0", "1", "thread 0"], ["thread 1"], ["2", "3"]]
    assert parts[0]["items"][1]["more_replies"] == 2


def test_two_hundred_comments_need_six_queries(client, say, post):
    comments = [say(f"Comment {number}") for number in range(100)]
    for number, comment in enumerate(comments):
        say(f"Answer {number}", reply_to=comment, email="jun@example.org")
    factories.hold(comments[7])
    remove(comments[8])
    client.get(f"{API}?page={post.pk}")

    with CaptureQueriesContext(connection) as queries:
        told = client.get(f"{API}?page={post.pk}").json()

    assert told["count"] == 197
    assert len(told["items"]) == 100
    assert len(queries) <= 6


def test_one_long_thread_needs_six_queries(client, say, post):
    first = say("First")
    for number in range(199):
        say(f"Answer {number}", reply_to=first)
    client.get(f"{API}?page={post.pk}")

    with CaptureQueriesContext(connection) as queries:
        told = client.get(f"{API}?page={post.pk}").json()

    assert (told["count"], len(told["items"])) == (200, 100)
    assert len(queries) <= 6


def test_a_comment_tells_when_it_changed(client, say):
    comment = say("One")
    answer = client.get(f"{API}{comment.pk}/")
    again = client.get(
        f"{API}{comment.pk}/", headers={"if-modified-since": answer["Last-Modified"]}
    )

    assert answer.json()["written"].startswith(f"{comment.submit_date:%Y-%m-%dT%H:%M}")
    assert again.status_code == 304

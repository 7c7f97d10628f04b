"""Moderators decide about several comments at once."""

import pytest

from comments.models import Comment
from comments.moderation import decisions
from comments.moderation.decisions import Decision
from comments.moderation.reports import add_report
from tests.factories import count_comments

from .moderating import bulk_url, decide, state, undo
from .planting import make_many


def test_a_hundred_comments_are_approved_at_once_and_undone_at_once(
    post, moderator, sign_in
):
    make_many(post, 100, waiting=100)
    comments = list(Comment.objects.all())
    client = sign_in(moderator)

    response = client.post(bulk_url("approve", *comments), follow=True)
    assert "100 comments are published." in response.content.decode()
    assert count_comments(post) == 100

    response = undo(client, response)
    assert "100 comments are as they were." in response.content.decode()
    assert count_comments(post) == 0


def test_an_undo_restores_different_states(say, wait, moderator, sign_in):
    removed = wait("Removed.")
    decisions.decide([removed], Decision.REMOVE)
    comments = [say("Published."), wait("Waiting."), removed]
    before = list(map(state, comments))
    client = sign_in(moderator)

    undo(client, client.post(bulk_url("spam", *comments), follow=True))

    assert list(map(state, comments)) == before


def test_an_undo_leaves_what_was_decided_since(wait, moderator, sign_in):
    comment, other = wait("One."), wait("Two.")
    client = sign_in(moderator)
    response = client.post(bulk_url("approve", comment, other), follow=True)
    decisions.decide([comment], Decision.SPAM)

    undo(client, response)

    assert state(comment)[:3] == (False, False, True)
    assert state(other)[:3] == (False, False, False)


def test_to_approve_what_is_published_is_told_as_an_answer_to_its_reports(
    say, wait, moderator, sign_in
):
    one, two, waiting = say("One."), say("Two."), wait("Three.")
    for comment in (one, two):
        add_report(comment, "hate", browser="one")
    client = sign_in(moderator)

    answer = decide(client, one, Decision.APPROVE).content.decode()
    assert "1 comment stays as it was: its reports are answered." in answer
    assert "1 comment is published." not in answer

    answer = client.post(bulk_url("approve", two, waiting), follow=True)
    assert (
        "1 comment is published. 1 comment stays as it was: its reports are answered."
        in answer.content.decode()
    )


def test_select_all_means_what_the_list_shows(wait, say, moderator, sign_in):
    chosen = wait("See https://example.org.")
    other, published = wait("No link."), say("https://example.org published.")
    client = sign_in(moderator)

    client.post(bulk_url("spam", query="links=some&id=all"))

    assert state(chosen)[2]
    assert not state(other)[2]
    assert not state(published)[2]


@pytest.mark.parametrize("ids", ["id=x", "id=", "id=99999999999999999999", "id=-1", ""])
def test_ids_that_make_no_sense_are_answered(ids, wait, moderator, sign_in):
    comment = wait()

    response = sign_in(moderator).post(bulk_url("approve", query=ids), follow=True)

    assert response.status_code in (200, 400)
    assert not state(comment)[0]

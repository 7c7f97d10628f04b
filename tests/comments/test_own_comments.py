"""Members answer, edit and delete; looking changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment
from tests import factories

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def test_a_members_comment_needs_no_link(client, send, signed_in, post):
    response = send(name="Somebody else", email="other@example.org")

    comment = Comment.objects.get()
    assert response.url == reverse("comments:permalink", args=[comment.pk])
    assert (comment.user_name, comment.user_email) == ("미나", signed_in.email)


# --- Answers


def test_an_answer_stands_below_what_it_answers(client, send, say, signed_in, post):
    root = say("root")

    send(text="answer", reply_to=root.pk)

    answer = Comment.objects.get(comment="answer")
    assert answer.parent_id == root.pk
    assert "in reply to <bdi>Minji</bdi>" in client.get(post.url).text


@pytest.mark.parametrize("state", ["hold", "remove"])
def test_what_nobody_sees_cannot_be_answered(send, say, signed_in, state):
    root = say("root")
    getattr(factories, state)(root)

    response = send(text="answer", reply_to=root.pk)

    assert response.status_code == 422
    assert "answer" in response.text
    assert Comment.objects.count() == 1


def test_a_comment_on_another_page_cannot_be_answered_from_here(
    send, say, signed_in, other_post
):
    elsewhere = say("elsewhere", page=other_post)

    assert send(reply_to=elsewhere.pk).status_code == 422


def test_the_form_to_answer_shows_what_is_answered(client, say, post):
    root = say("A thought")

    response = client.get(reverse("comments:reply", args=[root.pk]), follow=True)

    assert "Reply to <bdi>Minji</bdi>" in response.text
    assert "A thought" in response.text


# --- Nothing changes by looking


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_looking_at_what_changes_a_comment_changes_nothing(
    client, send, signed_in, name
):
    send()
    comment = Comment.objects.get()

    assert client.get(reverse(f"comments:{name}", args=[comment.pk])).status_code == 200

    before = comment.comment
    comment.refresh_from_db()
    assert (comment.comment, comment.is_removed) == (before, False)


@pytest.mark.parametrize("name", ["edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_comment_cannot_be_touched(client, say, signed_in, name, method):
    address = reverse(f"comments:{name}", args=[say("Not yours").pk])

    response = getattr(client, method)(address, {"text": "Changed"})

    assert response.status_code == 404
    assert Comment.objects.get().comment == "Not yours"


def test_a_member_edits_what_they_just_wrote(client, send, signed_in, post):
    send()
    address = reverse("comments:edit", args=[Comment.objects.get().pk])

    client.post(address, {"text": "Better said."})

    page = client.get(post.url).text
    assert "Better said." in page
    assert "edited" in page


def test_after_a_while_it_can_no_longer_be_edited(client, send, signed_in):
    send()
    Comment.objects.update(submit_date=timezone.now() - timedelta(minutes=16))
    address = reverse("comments:edit", args=[Comment.objects.get().pk])

    response = client.post(address, {"text": "Too late."})

    assert response.status_code == 422
    assert "Too late." in response.text
    assert "15 minutes" in response.text


def test_a_deleted_comment_leaves_a_mark_only_where_it_was_answered(
    client, send, signed_in, say, post
):
    send(text="alone")
    send(text="answered")
    answered = Comment.objects.get(comment="answered")
    say("an answer", reply_to=answered.pk)

    for comment in Comment.objects.filter(user=signed_in):
        client.post(reverse("comments:delete", args=[comment.pk]))

    page = client.get(post.url).text
    assert page.count("This comment was removed") == 1
    assert "an answer" in page
    assert "미나" not in page

"""How members write through the API, and by which token."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import APIToken

from comments.models import Comment
from members.models import MemberToken
from tests.factories import BlogPageFactory

from .api import API, errors_of


def test_a_member_writes_by_token(client, post, hold, send_json, member, bearer):
    hold("none")
    answer = send_json(headers=bearer, name="Somebody else", email="other@example.org")

    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["name"], told["state"], told["is_own"]) == ("미나", "published", True)
    assert client.get(answer["Location"]).json()["id"] == told["id"]
    assert Comment.objects.get().user == member
    assert not mail.outbox


def test_a_first_comment_of_a_member_waits(send_json, hold, bearer):
    hold("first")
    answer = send_json(headers=bearer)

    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")


def test_a_member_answers_changes_and_deletes(client, say, send_json, bearer):
    above = say("One")
    made = send_json(headers=bearer, reply_to=above.pk).json()
    address = f"{API}{made['id']}/"

    assert made["parent"] == above.pk
    changed = client.patch(
        address, {"text": "Better"}, "application/json", headers=bearer
    )
    assert (changed.status_code, changed.json()["text"]) == (200, "Better")
    assert changed.json()["edited"]
    empty = client.patch(address, {"text": " "}, "application/json", headers=bearer)
    assert "Please write something" in errors_of(empty)["text"]
    assert client.delete(address, headers=bearer).status_code == 204
    assert client.get(address, headers=bearer).status_code == 404
    assert client.delete(address, headers=bearer).status_code == 404


def test_after_a_quarter_of_an_hour_nothing_is_changed(client, say, member, bearer):
    comment = say("One", user=member)
    past = timezone.now() - timedelta(minutes=16)
    Comment.objects.filter(pk=comment.pk).update(submit_date=past)
    answer = client.patch(
        f"{API}{comment.pk}/", {"text": "Two"}, "application/json", headers=bearer
    )

    assert (answer.status_code, list(errors_of(answer))) == (403, ["late"])


def test_nobody_changes_or_deletes_what_others_wrote(client, say, bearer):
    comment = say("One")
    address = f"{API}{comment.pk}/"

    for headers, status in ((None, 401), (bearer, 404)):
        change = client.patch(
            address, {"text": "Two"}, "application/json", headers=headers
        )
        assert change.status_code == status
        assert client.delete(address, headers=headers).status_code == status
    comment.refresh_from_db()
    assert (comment.comment, comment.is_removed) == ("One", False)


def test_somebody_without_a_name_is_told_to_choose_one(
    client, send_json, member, bearer
):
    member.display_name = ""
    member.save()
    answer = send_json(headers=bearer)

    assert answer.status_code == 403
    assert "Please choose one" in answer.json()["detail"]


@pytest.mark.parametrize("token", ["g48_wrong", "wagtail_wrong", "x", ""])
def test_a_wrong_token_is_not_taken_for_a_guest(client, post, send_json, token):
    headers = {"authorization": f"Bearer {token}"}

    assert send_json(headers=headers).status_code == 401
    assert client.get(f"{API}?page={post.pk}", headers=headers).status_code == 401


def test_a_token_ends_with_its_member(client, send_json, member, bearer):
    member.is_active = False
    member.save()

    assert send_json(headers=bearer).status_code == 401


def test_a_members_token_opens_nothing_else(client, administrator, blog):
    token = MemberToken(user=administrator, name="Mine")
    headers = {"authorization": f"Bearer {token.set_secret()}"}
    token.save()
    draft = BlogPageFactory(parent=blog, live=False)

    answer = client.get(f"/api/v3/pages/{draft.pk}/", headers=headers)
    assert answer.status_code == 404
    assert client.get("/api/v3/whoami/", headers=headers).status_code == 401


def test_the_use_of_a_token_is_noted_by_day(client, post, bearer):
    client.get(f"{API}?page={post.pk}", headers=bearer)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{API}?page={post.pk}", headers=bearer)

    assert MemberToken.objects.get().last_used_on == timezone.localdate()
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]


def test_an_editor_may_use_the_token_of_the_cms(send_json, hold, editor):
    hold("none")
    editor.display_name = "Editor"
    editor.save()
    _token, secret = APIToken.create_token(user=editor, name="test")

    answer = send_json(headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["name"]) == (201, "Editor")


def test_a_session_needs_the_csrf_token(post, hold, send_json, member):
    hold("none")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    begun = browser.get(f"{API}form/?page={post.pk}").json()

    assert send_json(client=browser).status_code == 403
    assert not Comment.objects.exists()
    answer = send_json(client=browser, headers={"x-csrftoken": begun["csrf_token"]})
    assert (answer.status_code, answer.json()["name"]) == (201, "미나")
    deleted = browser.delete(f"{API}{answer.json()['id']}/")
    assert deleted.status_code == 403


def test_a_guest_needs_no_csrf_token(send_json):
    assert send_json(client=Client(enforce_csrf_checks=True)).status_code == 202

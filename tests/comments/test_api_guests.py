"""How guests write through the API, and what it refuses."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from base.rate_limits import RateLimit
from comments.models import PendingComment
from comments.submission import forms, submit
from members.models import User

from .api import API, errors_of

ADDRESS = "minji@example.org"


def test_a_guest_writes_confirms_and_is_read(client, post, hold, send_json):
    hold("none")
    answer = send_json()
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "to_confirm"
    assert client.get(f"{API}?page={post.pk}").json()["count"] == 0
    [token] = re.findall(r"/comments/confirm/([^/\s]+)/", mail.outbox[0].body)

    confirmed = client.post(f"{API}confirm/", {"token": token}, "application/json")

    assert confirmed.status_code == 200, confirmed.text
    assert confirmed.json()["state"] == "published"
    told = client.get(f"{API}{confirmed.json()['comment']}/").json()
    assert told["text"] == "I would like to write to her."
    again = client.post(f"{API}confirm/", {"token": token}, "application/json")
    assert again.json() == confirmed.json()
    assert client.get(f"{API}?page={post.pk}").json()["count"] == 1


def test_the_first_comment_of_a_guest_waits(client, post, hold, new_json):
    hold("first")
    _pending, token = PendingComment.start(
        page=post, name="Minji", email=ADDRESS, text="Hello", remember=True
    )
    answer = client.post(f"{API}confirm/", {"token": token}, "application/json")

    assert answer.json()["state"] == "waiting"
    assert answer.json()["comment"] is None
    # Remembered, but nobody is signed in by what any site could send_json.
    assert User.objects.filter(email=ADDRESS).exists()
    assert "sessionid" not in client.cookies


def test_what_expired_is_not_lost(client, post):
    pending, token = PendingComment.start(
        page=post, name="Minji", email=ADDRESS, text="Hello"
    )
    pending.created_at = timezone.now() - timedelta(days=8)
    pending.save()
    answer = client.post(f"{API}confirm/", {"token": token}, "application/json")

    assert answer.status_code == 410
    assert answer.json()["errors"][0]["text"] == "Hello"


def test_an_unknown_link_confirms_nothing(client, db):
    answer = client.post(f"{API}confirm/", {"token": "never"}, "application/json")

    assert answer.status_code == 404
    assert "do not know this link" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Please write something"),
        ("text", "x" * 3001, "Please shorten it"),
        ("name", "", "Please choose a name"),
        ("email", "minji", "not a whole e-mail address"),
        ("website", "javascript:alert(1)", "whole address"),
        ("reply_to", -1, "greater than or equal to 1"),
        ("reply_to", 999999, "no longer here"),
        ("reply_to", 10**30, "less than or equal to"),
        ("form", "", "did not come from here"),
        ("form", "forged", "did not come from here"),
    ],
)
def test_mistakes_are_told_in_the_sentences_of_the_pages(
    client, hold, send_json, field, value, sentence
):
    answer = send_json(**{field: value})

    assert answer.status_code == 422
    told = errors_of(answer)
    assert sentence in told.get(field, told.get("reply_gone", ""))
    assert not mail.outbox


def test_a_form_of_another_page_or_time_is_not_taken(
    client, post, other_post, send_json, monkeypatch
):
    wrong = errors_of(send_json(form=forms.form_token(other_post)))
    monkeypatch.setattr(forms, "MIN_AGE", 2)
    fast = errors_of(send_json())
    monkeypatch.setattr(forms, "MAX_AGE", -1)
    late = errors_of(send_json())

    assert "did not come from here" in wrong["form"]
    assert "faster than a person writes" in fast["form"]
    assert "more than a day" in late["form"]


def test_the_form_says_what_is_needed(client, post, bearer):
    as_guest = client.get(f"{API}form/?page={post.pk}")
    as_member = client.get(f"{API}form/?page={post.pk}", headers=bearer).json()

    told = as_guest.json()
    assert forms.read_token(told["form"]) == (post.pk, False)
    assert (told["min_age"], told["is_member"]) == (2, False)
    assert "no-store" in as_guest["Cache-Control"]
    assert as_member["is_member"] is True


def test_a_closed_page_says_so(client, post, send_json):
    post.comments_open = False
    post.save()

    answers = [client.get(f"{API}form/?page={post.pk}"), send_json()]

    assert [answer.status_code for answer in answers] == [403, 403]
    error = {"closed": "The discussion on this page is closed."}
    assert list(map(errors_of, answers)) == [error, error]


@pytest.mark.parametrize("page", [999999, 10**17, -1])
def test_a_page_that_is_not_there_takes_no_comment(client, new_json, page):
    data = new_json() | {"page": page}

    assert client.post(API, data, "application/json").status_code == 404
    assert client.get(f"{API}form/?page={page}").status_code == 404


def test_too_many_comments_are_refused_as_on_the_pages(send_json, monkeypatch):
    monkeypatch.setattr(submit, "COMMENTS_OF_SENDER", RateLimit("test", 1, 600))
    send_json()
    answer = send_json(text="Another")

    assert answer.status_code == 429
    assert "wait a little" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", '"x"', "{", '{"page": 1, "text": "\\u0000"}',
     '{"page": 1, "text": "\\ud800"}', '{"page": "x"}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_comment_is_answered_by_a_problem(client, home_page, body):
    answer = client.post(API, body, "application/json")

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_backslash_is_no_nul(client, send_json, hold):
    assert send_json(text="It is written \\u0000, he said.").status_code == 202

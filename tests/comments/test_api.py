"""Comments through the API: what is told to whom, and how guests and members write."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import APIToken

from base.rate_limits import RateLimit
from comments.models import Comment, PendingComment
from comments.reading import threads
from comments.submission import forms, limits
from members.models import MemberToken, User
from tests import factories
from tests.factories import BlogPageFactory, remove, restrict

API = "/api/v3/comments/"
ADDRESS = "minji@example.org"


@pytest.fixture
def new(post, sent_at_once):
    """`new(name="Jun")` is a guest's comment on `post`, as a program sends it."""

    def new(page=post, **fields):
        return {
            "page": page.pk,
            "form": forms.form_token(page),
            "text": "I would like to write to her.",
            "name": "Minji",
            "email": ADDRESS,
            **fields,
        }

    return new


@pytest.fixture
def send(client, new):
    def send(client=client, headers=None, **fields):
        return client.post(API, new(**fields), "application/json", headers=headers)

    return send


def errors_of(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return {
        (error.get("loc") or [error["type"]])[-1]: error["msg"]
        for error in answer.json()["errors"]
    }


# --- Reading


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

    for comment in (held, on_private):
        assert client.get(f"{API}{comment.pk}/").json() == unknown


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


# --- Guests


def test_a_guest_writes_confirms_and_is_read(client, post, hold, send):
    hold("none")
    answer = send()
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


def test_the_first_comment_of_a_guest_waits(client, post, hold, new):
    hold("first")
    _pending, token = PendingComment.start(
        page=post, name="Minji", email=ADDRESS, text="Hello", remember=True
    )
    answer = client.post(f"{API}confirm/", {"token": token}, "application/json")

    assert answer.json()["state"] == "waiting"
    assert answer.json()["comment"] is None
    # Remembered, but nobody is signed in by what any site could send.
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
        ("website", "javascript:alert(1)", "valid URL"),
        ("reply_to", -1, "greater than or equal to 1"),
        ("reply_to", 999999, "no longer here"),
        ("reply_to", 10**30, "less than or equal to"),
        ("form", "", "did not come from here"),
        ("form", "forged", "did not come from here"),
    ],
)
def test_mistakes_are_told_in_the_sentences_of_the_pages(
    client, hold, send, field, value, sentence
):
    answer = send(**{field: value})

    assert answer.status_code == 422
    told = errors_of(answer)
    assert sentence in told.get(field, told.get("reply_gone", ""))
    assert not mail.outbox


def test_a_form_of_another_page_or_time_is_not_taken(
    client, post, other_post, send, monkeypatch
):
    wrong = errors_of(send(form=forms.form_token(other_post)))
    monkeypatch.setattr(forms, "MIN_AGE", 2)
    fast = errors_of(send())
    monkeypatch.setattr(forms, "MAX_AGE", -1)
    late = errors_of(send())

    assert "did not come from here" in wrong["form"]
    assert "faster than a person writes" in fast["form"]
    assert "more than a day" in late["form"]


def test_the_form_says_what_is_needed(client, post, bearer):
    as_guest = client.get(f"{API}form/?page={post.pk}")
    as_member = client.get(f"{API}form/?page={post.pk}", headers=bearer).json()

    told = as_guest.json()
    assert forms.page_id_in(told["form"]) == post.pk
    assert (told["min_age"], told["is_member"]) == (2, False)
    assert "no-store" in as_guest["Cache-Control"]
    assert as_member["is_member"] is True


def test_a_closed_page_says_so(client, post, send):
    post.comments_open = False
    post.save()

    for answer in (client.get(f"{API}form/?page={post.pk}"), send()):
        assert answer.status_code == 403
        assert errors_of(answer) == {"closed": "The discussion on this page is closed."}


@pytest.mark.parametrize("page", [999999, 10**17, -1])
def test_a_page_that_is_not_there_takes_no_comment(client, new, page):
    data = new() | {"page": page}

    assert client.post(API, data, "application/json").status_code == 404
    assert client.get(f"{API}form/?page={page}").status_code == 404


def test_too_many_comments_are_refused_as_on_the_pages(send, monkeypatch):
    monkeypatch.setattr(limits, "COMMENTS_OF_SENDER", RateLimit("test", 1, 600))
    send()
    answer = send(text="Another")

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


def test_a_backslash_is_no_nul(client, send, hold):
    assert send(text="It is written \\u0000, he said.").status_code == 202


# --- Members


def test_a_member_writes_by_token(client, post, hold, send, member, bearer):
    hold("none")
    answer = send(headers=bearer, name="Somebody else", email="other@example.org")

    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["name"], told["state"], told["is_own"]) == ("미나", "published", True)
    assert client.get(answer["Location"]).json()["id"] == told["id"]
    assert Comment.objects.get().user == member
    assert not mail.outbox


def test_a_first_comment_of_a_member_waits(send, hold, bearer):
    hold("first")
    answer = send(headers=bearer)

    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")


def test_a_member_answers_changes_and_deletes(client, say, send, bearer):
    above = say("One")
    made = send(headers=bearer, reply_to=above.pk).json()
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


def test_somebody_without_a_name_is_told_to_choose_one(client, send, member, bearer):
    member.display_name = ""
    member.save()
    answer = send(headers=bearer)

    assert answer.status_code == 403
    assert "Please choose one" in answer.json()["detail"]


@pytest.mark.parametrize("token", ["g48_wrong", "wagtail_wrong", "x", ""])
def test_a_wrong_token_is_not_taken_for_a_guest(client, post, send, token):
    headers = {"authorization": f"Bearer {token}"}

    assert send(headers=headers).status_code == 401
    assert client.get(f"{API}?page={post.pk}", headers=headers).status_code == 401


def test_a_token_ends_with_its_member(client, send, member, bearer):
    member.is_active = False
    member.save()

    assert send(headers=bearer).status_code == 401


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


def test_an_editor_may_use_the_token_of_the_cms(send, hold, editor):
    hold("none")
    editor.display_name = "Editor"
    editor.save()
    _token, secret = APIToken.create_token(user=editor, name="test")

    answer = send(headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["name"]) == (201, "Editor")


def test_a_session_needs_the_csrf_token(post, hold, send, member):
    hold("none")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    begun = browser.get(f"{API}form/?page={post.pk}").json()

    assert send(client=browser).status_code == 403
    assert not Comment.objects.exists()
    answer = send(client=browser, headers={"x-csrftoken": begun["csrf_token"]})
    assert (answer.status_code, answer.json()["name"]) == (201, "미나")
    deleted = browser.delete(f"{API}{answer.json()['id']}/")
    assert deleted.status_code == 403


def test_a_guest_needs_no_csrf_token(send):
    assert send(client=Client(enforce_csrf_checks=True)).status_code == 202

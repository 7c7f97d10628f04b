"""Meetings and topics in the API, and reporting a comment there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import RSVP
from comments.models import Report
from members.models import MemberToken
from tests.factories import (
    MeetingPageFactory,
    create_comment,
    hold,
    publish,
    queries_of,
)
from topics import planning

API = "/api/v3"


@pytest.fixture
def suggest(post):
    def suggest(text="Could we write *letters*?"):
        comment = create_comment(
            post,
            name="Jun",
            email="jun@example.org",
            text=text,
            suggests_topic=True,
        )
        return publish(comment).topic

    return suggest


@pytest.fixture
def headers(member):
    """With which a program speaks for the member."""
    token = MemberToken(user=member, name="Mine")
    secret = token.set_secret()
    token.save()
    return {"authorization": f"Bearer {secret}"}


def send(client, method, path, data=None, **options):
    ask = getattr(client, method)
    return ask(f"{API}{path}", data or {}, content_type="application/json", **options)


# --- Topics


def test_topics_are_told(client, suggest, blog):
    topic = suggest()
    topic.plan(MeetingPageFactory(parent=blog, title="In June"))
    hold(suggest("Held").comment)

    [told] = client.get(f"{API}/topics/").json()["items"]

    assert told["id"] == topic.pk
    assert told["title"] == "Could we write letters?"
    assert "<em>letters</em>" in told["html"]
    assert told["state"] == "planned"
    assert told["meeting"]["title"] == "In June"
    assert told["report"] is None


def test_the_draft_of_a_meeting_is_not_told(client, suggest, blog):
    suggest().plan(MeetingPageFactory(parent=blog, title="Secret", live=False))

    answer = client.get(f"{API}/topics/")

    assert answer.json()["items"][0]["meeting"] is None
    assert "Secret" not in answer.text


def test_topics_are_chosen_and_sorted(client, suggest, member):
    first, second = suggest("First"), suggest("Second")
    planning.decline(suggest("Third"), "No.")
    first.add_support(member)

    def ids(query):
        items = client.get(f"{API}/topics/?{query}").json()["items"]
        return [item["id"] for item in items]

    assert ids("state=suggested") == [first.pk, second.pk]
    assert ids("state=suggested&order=newest") == [second.pk, first.pk]
    assert ids("state=suggested&limit=1&offset=1") == [second.pk]


def test_a_list_of_topics_costs_the_same_however_many_there_are(client, suggest, post):
    for number in range(2):
        suggest(f"Topic {number}").plan(post)
    before = queries_of(client, f"{API}/topics/")
    for number in range(2, 9):
        suggest(f"Topic {number}").plan(post)

    assert queries_of(client, f"{API}/topics/") == before


def test_a_member_supports_a_topic_and_no_longer(client, suggest, headers):
    path = f"/topics/{suggest().pk}/support/"

    for _ in range(2):
        told = send(client, "put", path, {"wants_mail": True}, headers=headers).json()
        assert (told["support"], told["is_supported"]) == (1, True)
    assert send(client, "delete", path, headers=headers).status_code == 204

    [told] = client.get(f"{API}/topics/", headers=headers).json()["items"]
    assert (told["support"], told["is_supported"]) == (0, False)


def test_guests_support_nothing(client, suggest):
    topic = suggest()

    answer = send(client, "put", f"/topics/{topic.pk}/support/")

    assert answer.status_code == 401
    assert not topic.supports.exists()


def test_who_is_signed_in_must_show_the_csrf_token(suggest, member):
    topic = suggest()
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)

    assert send(client, "put", f"/topics/{topic.pk}/support/").status_code == 403
    assert not topic.supports.exists()


def test_what_is_decided_takes_no_more_support(client, suggest, headers):
    topic = suggest()
    planning.decline(topic, "No.")

    answer = send(client, "put", f"/topics/{topic.pk}/support/", headers=headers)

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert "no more support" in answer.json()["detail"]


def test_a_topic_that_nobody_may_read_cannot_be_supported(client, suggest, headers):
    topic = suggest()
    hold(topic.comment)

    answer = send(client, "put", f"/topics/{topic.pk}/support/", headers=headers)

    assert answer.status_code == 404
    assert not topic.supports.exists()


# --- Meetings


def test_meetings_are_told_with_all_that_is_public(client, blog, suggest, member):
    meeting = MeetingPageFactory(
        parent=blog,
        title="In June",
        venue="Hidden Café",
        venue_for_members=True,
        speakers="Minji\nJun",
    )
    topic = suggest()
    topic.plan(meeting)
    RSVP.objects.create(meeting=meeting, user=member, confirmed_at=timezone.now())

    answer = client.get(f"{API}/meetings/")

    [told] = answer.json()["items"]
    assert told["title"] == "In June"
    assert told["speakers"] == ["Minji", "Jun"]
    assert told["starts"].endswith("+09:00")
    assert (told["coming"], told["topics"]) == (1, [topic.pk])
    assert (told["venue"], told["venue_for_members"]) == ("", True)
    assert "Hidden Café" not in answer.text
    assert client.get(told["calendar_url"]).status_code == 200


def test_meetings_to_come_are_told_the_next_one_first(client, blog):
    now = timezone.now()
    for title, days in (("past", -3), ("later", 9), ("next", 2)):
        starts = now + timedelta(days=days)
        MeetingPageFactory(parent=blog, title=title, starts=starts)
    MeetingPageFactory(parent=blog, title="draft", live=False)

    def titles(query):
        items = client.get(f"{API}/meetings/{query}").json()["items"]
        return [item["title"] for item in items]

    assert titles("?upcoming=true") == ["next", "later"]
    assert titles("?upcoming=false") == ["past"]
    assert titles("") == ["later", "next", "past"]


def test_a_list_of_meetings_costs_the_same_however_many_there_are(client, blog):
    MeetingPageFactory.create_batch(2, parent=blog)
    before = queries_of(client, f"{API}/meetings/")
    MeetingPageFactory.create_batch(7, parent=blog)

    assert queries_of(client, f"{API}/meetings/") == before


# --- Reports


def test_anybody_reports_a_comment(client, suggest, headers, member):
    comment = suggest().comment
    path = f"/comments/{comment.pk}/report/"

    assert send(client, "post", path, {"reason": "spam"}).status_code == 202
    answer = send(
        client, "post", path, {"reason": "hate", "text": "Look."}, headers=headers
    )
    assert answer.status_code == 202

    assert [(report.user, report.reason) for report in comment.reports.all()] == [
        (None, "spam"),
        (member, "hate"),
    ]


def test_a_report_needs_a_reason(client, suggest):
    path = f"/comments/{suggest().pk}/report/"

    for data in ({}, {"reason": "boring"}, {"reason": "spam", "text": "x" * 501}):
        assert send(client, "post", path, data).status_code == 422
    assert not Report.objects.exists()


def test_nobody_holds_a_comment_alone(client, suggest):
    topic = suggest()
    path = f"/comments/{topic.pk}/report/"

    statuses = [
        send(client, "post", path, {"reason": "spam"}).status_code for _ in range(4)
    ]

    assert statuses == [202, 429, 429, 429]
    topic.comment.refresh_from_db()
    assert topic.comment.is_public


def test_what_nobody_may_read_cannot_be_reported(client, suggest):
    topic = suggest()
    hold(topic.comment)

    path = f"/comments/{topic.pk}/report/"
    assert send(client, "post", path, {"reason": "spam"}).status_code == 404

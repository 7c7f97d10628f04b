"""From a topic to a meeting: what editors do in the CMS."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email
from wagtail.models import ModelLogEntry

from blog.models import MeetingPage
from tests.factories import (
    BlogPageFactory,
    MeetingPageFactory,
    hold,
    queries_of,
)
from topics import planning
from topics.models import Topic

from .planning import LIST, address, plan_form

pytestmark = pytest.mark.usefixtures("mail_is_queued")


# --- The list


def test_editors_see_what_is_suggested(as_editor, suggest):
    suggest("First")
    topic = suggest("Second")
    planning.decline(suggest("Declined"), "Thank you.")
    hold(suggest("Held").comment)

    html = as_editor.get(LIST).content.decode()

    assert "First" in html
    assert address("plan", topic) in html
    assert "Declined</b>" not in html
    assert "Held" not in html
    assert "Declined</b>" in as_editor.get(LIST + "?state=declined").content.decode()


def test_the_list_costs_the_same_however_many_topics_there_are(as_editor, suggest):
    for number in range(2):
        suggest(f"Topic {number}")
    before = queries_of(as_editor, LIST)
    for number in range(2, 9):
        suggest(f"Topic {number}")

    assert queries_of(as_editor, LIST) == before


# --- Planning


def test_a_topic_is_planned_into_a_new_meeting(as_editor, suggest):
    topic = suggest("Could we write <letters>?")

    response = as_editor.post(address("plan", topic), plan_form(topic))

    meeting = MeetingPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    assert (meeting.title, meeting.live) == ("Letters in June", False)
    assert "letters" not in meeting.summary  # which the writer may erase
    assert timezone.localtime(meeting.starts).hour == 19
    topic.refresh_from_db()
    assert (topic.state, topic.meeting_id) == (Topic.State.PLANNED, meeting.pk)
    assert not Email.objects.exists()  # before the meeting is published


def test_the_form_is_filled_in_for_a_topic(as_editor, suggest):
    topic = suggest("Could we write letters?")

    form = as_editor.get(address("plan", topic)).context["form"]

    assert form["title"].value().startswith("Meeting in ")
    assert form["topics"].value() == [topic.pk]
    assert form.initial["starts"] > timezone.now()


def test_several_topics_go_into_a_meeting_that_is_there(as_editor, suggest, blog):
    one, two = suggest("One"), suggest("Two")
    meeting = MeetingPageFactory(parent=blog, title="In June", live=False)
    meeting.save_revision()

    as_editor.post(address("plan", one), plan_form(one, two, meeting=meeting.pk))

    meeting.refresh_from_db()
    assert [topic.pk for topic in meeting.topics.order_by("pk")] == [one.pk, two.pk]
    assert MeetingPage.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"topics": []}, "Please tick at least one topic."),
        ({"title": ""}, "A new meeting needs this."),
        ({"starts": ""}, "A new meeting needs this."),
        ({"ends": "2030-06-01 18:00"}, "A meeting ends after it begins."),
        ({"starts": "in June"}, "Enter a valid date/time."),
        ({"meeting": "999999"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(as_editor, suggest, fields, error):
    topic = suggest()

    response = as_editor.post(address("plan", topic), plan_form(topic, **fields))

    assert response.status_code == 422
    assert error in response.content.decode()
    assert response.context["form"].data.get("title") == fields.get(
        "title", "Letters in June"
    )
    assert not MeetingPage.objects.exists()


def test_a_meeting_that_is_published_announces_its_topics_at_once(
    as_editor, client, suggest, blog
):
    meeting, topic = MeetingPageFactory(parent=blog, title="In June"), suggest()
    Email.objects.all().delete()

    as_editor.post(address("plan", topic), plan_form(topic, meeting=meeting.pk))
    assert "In June" in Email.objects.get().subject

    meeting.save_revision().publish()
    assert Email.objects.count() == 1
    assert topic.title in client.get(meeting.url).content.decode()


def test_past_and_cancelled_meetings_take_no_topics(editor, blog):
    soon = MeetingPageFactory(parent=blog)
    MeetingPageFactory(parent=blog, cancelled=True)
    MeetingPageFactory(parent=blog, starts=timezone.now() - timedelta(days=3))

    assert list(planning.open_meetings(editor)) == [soon]


def test_only_meetings_that_somebody_may_change_take_topics(author, blog):
    MeetingPageFactory(parent=blog)
    own = MeetingPageFactory(parent=blog, owner=author)

    assert list(planning.open_meetings(author)) == [own]


# --- Deciding otherwise


@pytest.mark.parametrize(
    "decide", [lambda t: planning.decline(t, "No."), lambda t: planning.reopen(t, None)]
)
def test_what_is_decided_otherwise_leaves_its_meeting(suggest, blog, decide):
    topic = suggest()
    topic.plan(MeetingPageFactory(parent=blog))

    decide(topic)

    topic.refresh_from_db()
    assert topic.meeting is None


def test_a_topic_is_declined_with_thanks(as_editor, suggest):
    topic = suggest()
    Email.objects.all().delete()

    assert as_editor.post(address("decline", topic), {"answer": ""}).status_code == 422
    as_editor.post(address("decline", topic), {"answer": "We did so in May."})

    topic.refresh_from_db()
    assert (topic.state, topic.answer) == (Topic.State.DECLINED, "We did so in May.")
    assert "We did so in May." in Email.objects.get().message
    entry = ModelLogEntry.objects.get(action="topics.decline")
    assert entry.user.email == "editor@example.org"


def test_a_topic_can_be_suggested_again(as_editor, suggest):
    topic = suggest()
    planning.decline(topic, "No.")

    as_editor.post(address("change", topic), {"change": "reopen"})

    topic.refresh_from_db()
    assert (topic.state, topic.answer) == (Topic.State.SUGGESTED, "")


def test_an_editor_names_a_topic_and_its_report(as_editor, suggest, blog):
    topic = suggest()
    report = BlogPageFactory(parent=blog, title="What we talked about")
    topic.plan(report)
    planning.mark_discussed(topic, None)

    as_editor.post(
        address("edit", topic), {"short_title": "Letters", "report": report.pk}
    )

    html = as_editor.get("/topics/?state=discussed").content.decode()
    assert ">Letters</a>" in html
    assert "What we talked about" in html


def test_after_a_meeting_its_topics_are_discussed(suggest, blog):
    def planned(text, **fields):
        topic = suggest(text)
        topic.plan(MeetingPageFactory(parent=blog, **fields))
        return topic

    yesterday = timezone.now() - timedelta(days=1)
    past = planned("past", starts=yesterday)
    planned("cancelled", starts=yesterday, cancelled=True)
    planned("draft", starts=yesterday, live=False)
    planned("future")

    planning.mark_past_discussed()

    assert list(Topic.objects.filter(state=Topic.State.DISCUSSED)) == [past]


# --- The meeting


def test_a_meeting_shows_what_it_takes_up(client, suggest, blog):
    meeting = MeetingPageFactory(parent=blog)
    shown, held = suggest("Letters for *her*"), suggest("Held meanwhile")
    shown.plan(meeting)
    held.plan(meeting)
    hold(held.comment)

    html = client.get(meeting.url).content.decode()

    assert "Letters for her" in html
    assert "<p>Letters for <em>her</em></p>" in html  # quoted
    assert "Held meanwhile" not in html

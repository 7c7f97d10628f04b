"""The page of a meeting, and what it tells search engines."""

import datetime
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from wagtail.models import get_page_models

from blog.models import BlogPage, MeetingPage
from tests.factories import (
    MeetingPageFactory,
    create_comment,
    publish,
    queries_of,
)

from .rsvps import GUEST, HOUR, come, rsvp_url

ATTACK = "\"'><script>alert(1)</script>"


def structured_data(response, kind):
    text = response.text.partition('<script type="application/ld+json">')[2]
    graph = json.loads(text.partition("</script>")[0])["@graph"]
    return next(each for each in graph if each["@type"] == kind)


def test_a_meeting_shows_when_and_where_it_is_and_who_speaks(client, blog):
    starts = datetime.datetime(2099, 12, 5, 6, tzinfo=datetime.UTC)
    meeting = MeetingPageFactory(
        parent=blog, starts=starts, venue="카페 동네", speakers="Kim\n\nLee\n"
    )

    shown = client.get(meeting.url).text

    assert '<time datetime="2099-12-05T15:00:00+0900">' in shown
    for words in ["Saturday", "December 2099", "15:00 to", ">17:00</time>", "in Seoul"]:
        assert words in shown
    assert '<span lang="ko">카페 동네</span>' in shown
    assert re.search(r"Speakers</dt>\s*<dd>Kim</dd><dd>Lee</dd>", shown)


def test_a_meeting_stands_among_the_posts_with_its_day(client, meeting):
    shown = client.get("/blog/").text

    assert ">Letters</a>" in shown
    assert "Meeting on <time" in shown


def test_the_feed_says_when_the_meeting_is(client, meeting):
    when = timezone.localtime(meeting.starts)

    assert f"{when:%A} {when.day} {when:%B %Y, %H:%M}" in client.get("/blog/feed/").text


def test_a_cancelled_meeting_says_so_and_why(client, meeting):
    MeetingPage.objects.update(cancelled=True, cancelled_because="The speaker is ill.")

    for address in [meeting.url, "/blog/meetings/", rsvp_url(meeting)]:
        shown = client.get(address).text
        assert "This meeting is cancelled." in shown
        assert "The speaker is ill." in shown
    assert "Cancelled:" in client.get("/blog/").text


def test_search_engines_are_told_of_an_event(client, meeting):
    event = structured_data(client.get(meeting.url), "Event")

    assert event["startDate"] == timezone.localtime(meeting.starts).isoformat()
    assert event["startDate"].endswith("+09:00")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "Café Dongne"
    assert event["organizer"]["name"] == "Amnesty G48"
    assert structured_data(client.get(meeting.url), "BlogPosting")


def test_search_engines_are_told_that_it_is_cancelled(client, meeting):
    MeetingPage.objects.update(cancelled=True)

    event = structured_data(client.get(meeting.url), "Event")

    assert event["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize(
    "field", ["venue", "speakers", "cancelled_because", "title", "summary"]
)
def test_what_is_written_about_a_meeting_is_never_html(client, blog, field):
    fields = {field: ATTACK, "cancelled": field == "cancelled_because"}
    MeetingPageFactory(parent=blog, slug="attack", **fields)

    for address in ["/", "/blog/", "/blog/meetings/", "/blog/attack/"]:
        assert "<script>alert" not in client.get(address).text


def test_a_meeting_costs_few_queries(client, meeting):
    come(meeting, **GUEST)

    assert queries_of(client, meeting.url) <= 18


def test_the_page_holds_no_form_and_no_token_so_that_it_can_be_kept(client, meeting):
    response = client.get(meeting.url)

    assert "csrf" not in response.text
    assert "<form" not in response.text.partition("<main")[2].partition("</main>")[0]
    assert not response.cookies


def test_comments_on_a_meeting_are_shown_and_go_with_it(client, meeting):
    comment = create_comment(
        meeting, name="Minji", email="minji@example.org", text="I agree."
    )
    publish(comment)
    shown = client.get(meeting.url).text
    meeting.delete()

    assert "I agree." in shown
    assert not type(comment).objects.exists()


def test_paper_has_no_ways_to_answer(client, meeting):
    publish(
        create_comment(
            meeting, name="Minji", email="minji@example.org", text="I agree."
        )
    )
    sheet = Path(finders.find("css/print.css")).read_text()
    hidden = {
        name.strip() for name in sheet.partition("{\n    display: none")[0].split(",")
    }
    shown = client.get(meeting.url).text

    for name in ["comment__actions", "discussion__reply"]:
        assert f".{name}" in hidden
        assert f'class="{name}"' in shown
    assert ".discussion:not(:has(.thread))" in hidden
    assert 'class="thread"' in shown


def test_tags_and_authors_of_a_meeting_are_those_of_a_post(client, blog):
    meeting = MeetingPageFactory(parent=blog, tags=["candle"])
    meeting.save_revision().publish()

    assert ">candle</a>" in client.get(meeting.url).text
    assert client.get("/blog/tag/candle/").context["posts"][0].pk == meeting.pk


def test_a_meeting_is_a_page_type_of_its_own(blog):
    assert MeetingPage in get_page_models()
    assert BlogPage.objects.child_of(blog).count() == 0


def test_the_preview_of_a_meeting_that_was_never_saved_works(blog):
    now = timezone.now()
    meeting = MeetingPage(
        title="New", slug="new", summary="About.", starts=now, ends=now + HOUR
    )

    assert "About." in meeting.make_preview_request().render().text


def test_a_meeting_of_several_days_says_on_which_day_it_ends(client, blog):
    starts = datetime.datetime(2099, 12, 5, 6, tzinfo=datetime.UTC)
    ends = datetime.datetime(2099, 12, 6, 8, tzinfo=datetime.UTC)
    meeting = MeetingPageFactory(parent=blog, starts=starts, ends=ends)

    assert ">Sunday 6 December, 17:00</time>" in client.get(meeting.url).text

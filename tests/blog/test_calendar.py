"""Meetings in calendars, read as a calendar program reads them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from wagtail.models import Page

from base.datetimes import FIRST
from blog.models import CalendarEntry, MeetingPage
from tests.factories import (
    PUBLISHED,
    BlogPageFactory,
    MeetingPageFactory,
    queries_of,
    restrict,
)

SEOUL = ZoneInfo("Asia/Seoul")
STARTS = datetime.datetime(2099, 12, 5, 15, tzinfo=SEOUL)
ENDS = datetime.datetime(2099, 12, 5, 17, 30, tzinfo=SEOUL)


@pytest.fixture
def meeting(blog):
    meeting = MeetingPageFactory(
        parent=blog,
        title="Letters, candles; tea",
        slug="letters",
        summary="우리는 편지를 씁니다. " * 8,
        starts=STARTS,
        ends=ENDS,
        live=False,
    )
    return publish(meeting)


@pytest.fixture
def read(client):
    """`read(address)` is the calendar there, which is without errors."""

    def read(address="/meetings.ics"):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(response.content)
        assert calendar.errors == []
        assert [event for event in calendar.events if event.errors] == []
        return calendar

    return read


def publish(meeting, **changes):
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.save_revision().publish()
    return MeetingPage.objects.get(pk=meeting.pk)


def titles(calendar):
    return [str(event["SUMMARY"]) for event in calendar.events]


# --- One meeting


def test_a_meeting_says_what_when_and_where_it_is(read, meeting):
    [event] = read("/blog/letters/meeting.ics").events

    assert event["SUMMARY"] == "Letters, candles; tea"
    assert (event.start, event.end) == (STARTS, ENDS)
    assert event["LOCATION"] == "Café Dongne"
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"] == "http://testserver/blog/letters/"
    assert "우리는 편지를 씁니다." in event["DESCRIPTION"]


def test_the_time_is_that_of_seoul_which_the_calendar_explains(client, read, meeting):
    text = client.get("/meetings.ics").text
    [zone] = read().timezones

    assert "DTSTART;TZID=Asia/Seoul:20991205T150000" in text
    assert zone.tz_name == "Asia/Seoul"
    assert zone.to_tz().utcoffset(STARTS.replace(tzinfo=None)) == datetime.timedelta(
        hours=9
    )


def test_every_line_is_folded_and_ends_as_calendars_want_it(client, meeting):
    content = client.get("/meetings.ics").content
    lines = content.split(b"\r\n")

    assert max(map(len, lines)) <= 75  # bytes
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert any(line.startswith(b" ") for line in lines)


def test_a_korean_address_leads_to_its_calendar(read, blog):
    MeetingPageFactory(parent=blog, title="편지 모임")

    assert titles(read("/blog/편지-모임/meeting.ics")) == ["편지 모임"]


def test_a_meeting_without_a_place_has_none(read, blog):
    MeetingPageFactory(parent=blog, venue="")

    assert "LOCATION" not in read().events[0]


@pytest.mark.parametrize("address", ["/blog/post/", "/blog/", "/nowhere/", "/"])
def test_what_is_no_meeting_has_no_calendar(client, blog, address):
    BlogPageFactory(parent=blog, slug="post")

    assert client.get(f"{address}meeting.ics").status_code == 404


def test_characters_that_no_calendar_can_hold_are_left_out(read, blog):
    MeetingPageFactory(parent=blog, title="A\x0b\x08meeting", slug="odd")

    assert titles(read()) == ["Ameeting"]


def test_what_is_written_cannot_add_anything_to_the_calendar(read, blog):
    attack = "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:B"
    MeetingPageFactory(parent=blog, summary=attack, venue=attack, speakers=attack)

    assert len(read().events) == 1


# --- A change


def test_the_uid_stays_when_everything_else_changes(read, meeting):
    before = read().events[0]["UID"]
    publish(meeting, title="Other", slug="other", starts=STARTS.replace(hour=10))

    assert read().events[0]["UID"] == before


def test_no_meeting_was_changed_in_the_future(read, blog):
    MeetingPageFactory(parent=blog, first_published_at=None, starts=STARTS)
    [event] = read().events

    now = datetime.datetime.now(datetime.UTC)
    assert event["DTSTAMP"].dt < now
    assert event["LAST-MODIFIED"].dt < now


@pytest.mark.parametrize("address", ["/meetings.ics", "/blog/letters/meeting.ics"])
def test_the_calendar_itself_has_no_uid(client, read, meeting, address):
    """Programs that keep each event apart would give it to all of them."""
    assert "UID" not in read(address)
    assert client.get(address).text.count("\r\nUID:") == 1


def test_each_meeting_has_a_uid_of_its_own(read, meeting):
    meeting.copy(update_attrs={"slug": "again"})

    assert len({event["UID"] for event in read().events}) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"starts": STARTS.replace(hour=10)},
        {"ends": ENDS.replace(hour=20)},
        {"venue": "Elsewhere"},
        {"venue_for_members": True},
        {"cancelled": True},
        {"slug": "other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_sequence_rises_with_each_change_that_calendars_show(read, meeting, change):
    CalendarEntry.objects.update(changed_at=PUBLISHED)  # to be told in whole seconds
    before = read().events[0]
    publish(meeting, **change)
    after = read().events[0]

    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt == PUBLISHED


def test_the_sequence_stays_when_calendars_show_the_same(read, meeting):
    CalendarEntry.objects.update(changed_at=PUBLISHED)
    before = read().events[0]
    publish(meeting, body=[("heading", "More to read")], comments_open=False)
    after = read().events[0]

    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == before["LAST-MODIFIED"].dt


def test_a_draft_changes_nothing(read, meeting):
    before = read().to_ical()
    meeting.title = "TELLTALE"
    meeting.save_revision()

    assert read().to_ical() == before


def test_an_older_version_published_again_is_newer_for_calendars(read, meeting):
    first = meeting.get_latest_revision()
    publish(meeting, title="Second")
    first.publish()

    assert titles(read()) == ["Letters, candles; tea"]
    assert read().events[0]["SEQUENCE"] == 2


def test_a_cancelled_meeting_is_cancelled_in_calendars(read, meeting):
    publish(meeting, cancelled=True, cancelled_because="The speaker is ill.")
    [event] = read().events

    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"] == "Cancelled: Letters, candles; tea"
    assert "The speaker is ill." in event["DESCRIPTION"]


def test_nothing_is_kept_of_a_meeting_that_is_deleted(meeting):
    before = CalendarEntry.objects.count()
    meeting.delete()

    assert (before, CalendarEntry.objects.count()) == (1, 0)


# --- All meetings


def test_all_meetings_are_in_one_calendar(read, blog):
    for title in ["One", "Two"]:
        MeetingPageFactory(parent=blog, title=title)
    BlogPageFactory(parent=blog, title="A post")

    assert sorted(titles(read())) == ["One", "Two"]
    assert read().calendar_name == "Meetings of Amnesty G48"


def test_a_calendar_without_meetings_is_a_calendar(read, blog):
    assert read().events == []


def test_calendars_cost_the_same_however_many_meetings_there_are(client, blog):
    MeetingPageFactory.create_batch(2, parent=blog)
    before = queries_of(client, "/meetings.ics")
    MeetingPageFactory.create_batch(6, parent=blog)

    assert queries_of(client, "/meetings.ics") == before


# --- Who may not


def test_nothing_hidden_is_in_a_calendar(client, blog):
    draft = MeetingPageFactory(parent=blog, title="TELLTALE", slug="draft", live=False)
    restrict(MeetingPageFactory(parent=blog, title="TELLTALE", slug="private"))

    assert "TELLTALE" not in client.get("/meetings.ics").text
    for slug in ["draft", "private"]:
        assert client.get(f"/blog/{slug}/meeting.ics").status_code == 404
    assert Page.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("address", ["/meetings.ics", "/blog/secret/meeting.ics"])
def test_a_venue_for_members_is_in_no_calendar(client, editor, sign_in, blog, address):
    venue = {"venue": "TELLTALE", "map_link": "https://map.example/TELLTALE"}
    MeetingPageFactory(parent=blog, slug="secret", venue_for_members=True, **venue)

    for asked_by in [client, sign_in(editor)]:
        text = asked_by.get(address).text.replace("\r\n ", "")
        assert "TELLTALE" not in text
        assert "open the page of the meeting and sign in" in text


def test_a_calendar_cannot_be_posted_to(client, meeting):
    assert client.post("/meetings.ics").status_code == 405
    assert client.post("/blog/letters/meeting.ics").status_code == 405


def test_a_calendar_says_who_speaks_and_how_often_to_ask_again(read, blog):
    MeetingPageFactory(parent=blog, speakers="Kim\nLee")
    calendar = read()

    assert "Kim, Lee" in calendar.events[0]["DESCRIPTION"]
    assert calendar["REFRESH-INTERVAL"].dt == datetime.timedelta(hours=6)


def test_a_meeting_that_was_never_published_by_hand_is_in_the_calendar(read, blog):
    MeetingPageFactory(parent=blog, starts=STARTS, first_published_at=None)
    [event] = read().events

    assert event["LAST-MODIFIED"].dt == FIRST  # never in the future


def test_the_reason_is_told_only_of_a_cancelled_meeting(read, meeting):
    publish(meeting, cancelled_because="TELLTALE")

    assert "TELLTALE" not in read().events[0]["DESCRIPTION"]

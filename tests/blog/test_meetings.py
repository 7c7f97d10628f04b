"""Meetings: their pages, the lists of them, and who learns the venue."""

import datetime
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, get_page_models

from blog.models import BlogPage, MeetingPage
from tests.factories import (
    BlogPageFactory,
    MeetingPageFactory,
    create_comment,
    hide_things,
    publish,
    queries_of,
    restrict,
)

from .rsvps import DAY, GUEST, HOUR, address_of, come, in_past

ATTACK = "\"'><script>alert(1)</script>"


@pytest.fixture
def meeting(blog):
    return MeetingPageFactory(parent=blog, title="Letters", slug="letters")


@pytest.fixture
def secret(blog):
    """A meeting whose venue is for members only."""
    return MeetingPageFactory(
        parent=blog,
        slug="secret",
        venue="TELLTALE café",
        map_link="https://map.example.org/telltale",
        venue_for_members=True,
    )


def structured_data(response, kind):
    text = response.text.partition('<script type="application/ld+json">')[2]
    graph = json.loads(text.partition("</script>")[0])["@graph"]
    return next(each for each in graph if each["@type"] == kind)


# --- The page


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

    for address in [meeting.url, "/blog/meetings/", address_of(meeting)]:
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


@pytest.mark.parametrize("hours", [0, -1])
def test_a_meeting_that_ends_before_it_begins_is_refused(blog, hours):
    starts = timezone.now()

    with pytest.raises(ValidationError, match="A meeting ends after it begins"):
        MeetingPageFactory(parent=blog, starts=starts, ends=starts + hours * HOUR)


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_a_meeting_in_a_year_that_no_calendar_can_tell_is_refused(blog, year):
    starts = datetime.datetime(year, 6, 1, tzinfo=datetime.UTC)

    with pytest.raises(ValidationError, match="it is one from 2000 to 2100"):
        MeetingPageFactory(parent=blog, starts=starts)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_far_year_is_refused_by_the_api(client, administrator, meeting, year):
    _token, secret = APIToken.create_token(user=administrator, name="test")

    response = client.patch(
        f"/api/v3/pages/{meeting.pk}/",
        {"ends": f"{year:04}-12-31T23:59:59Z"},
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )

    assert response.status_code in {400, 422}
    assert "from 2000 to 2100" in response.text


@pytest.mark.parametrize(
    "moments",
    [
        {"ends": datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.UTC)},
        {"starts": datetime.datetime(1, 1, 1, 0, 1, tzinfo=datetime.UTC)},
    ],
    ids=lambda moments: next(iter(moments)),
)
def test_a_far_moment_that_is_stored_breaks_no_page(
    client, meeting, editor, sign_in, moments
):
    for name, moment in moments.items():
        setattr(meeting, name, moment)
    meeting.save_revision(clean=False)
    MeetingPage.objects.update(**moments)

    for address in [
        "/",
        "/blog/",
        meeting.url,
        "/blog/meetings/",
        "/meetings.ics",
        "/blog/feed/",
        "/api/v3/meetings/",
        f"/api/v3/pages/{meeting.pk}/",
        address_of(meeting),
    ]:
        assert client.get(address).status_code == 200
    edit = reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    assert sign_in(editor).get(edit).status_code == 200


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


# --- A venue for members only


def test_a_venue_for_members_is_shown_to_members_alone(client, secret, member, sign_in):
    before = client.get(secret.url)
    seen = sign_in(member).get(secret.url)
    after = Client().get(secret.url)

    assert "TELLTALE café" in seen.text
    assert "https://map.example.org/telltale" in seen.text
    assert "Cookie" in seen["Vary"]
    assert seen["Cache-Control"] == "private"
    assert "Cache-Control" not in before
    for response in [before, after]:
        assert "telltale" not in response.text.lower()
        assert "Sign in to see it" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/blog/",
        "/blog/meetings/",
        "/blog/feed/",
        "/meetings.ics",
        "/blog/secret/meeting.ics",
        "/search/?q=telltale",
        "/search/?q=café",
        "/sitemap.xml",
    ],
)
def test_a_venue_for_members_stands_nowhere_else(client, secret, address):
    assert "TELLTALE" not in client.get(address).text
    assert "map.example" not in client.get(address).text


def test_a_venue_for_members_is_not_in_the_form_to_come(client, secret):
    assert "TELLTALE" not in client.get(address_of(secret)).text


def test_a_venue_for_members_is_not_in_the_api(client, secret):
    api = "/api/v3/pages/"
    kind = f"{api}?type=blog.MeetingPage"
    guesses = ["venue=TELLTALE%20café", "venue=Elsewhere", "search=TELLTALE"]
    one = client.get(f"{api}{secret.pk}/")
    guessed = [client.get(f"{kind}&{guess}") for guess in guesses]

    assert one.json()["public_venue"] == ""
    assert one.json()["starts"].startswith(str(secret.starts.year))
    assert all("TELLTALE" not in response.text for response in [one, *guessed])
    # Whether a guess was right shows in nothing.
    assert guessed[0].json() == guessed[1].json()
    assert guessed[2].json()["count"] == 0


def test_a_venue_that_becomes_secret_is_found_no_more(client, meeting):
    before = client.get("/search/?q=dongne").context["results"]
    meeting.venue_for_members = True
    meeting.save_revision().publish()

    assert [page.pk for page in before] == [meeting.pk]
    assert not client.get("/search/?q=dongne").context["results"]


# --- Lists


def test_upcoming_meetings_come_first_and_past_ones_by_year(client, blog):
    year = timezone.localdate().year
    for days in [20, 10]:
        starts = timezone.now() + days * DAY
        MeetingPageFactory(parent=blog, title=f"In {days} days", starts=starts)
    for years in [2, 1]:
        in_past(blog, title=f"Year {year - years}", ago=years * 365 * DAY + 2 * DAY)

    shown = client.get("/blog/meetings/").text.partition("<main")[2]

    assert re.findall(r">(In \d+ days|Year \d+|Past meetings)</", shown) == [
        "In 10 days",
        "In 20 days",
        "Past meetings",
        f"Year {year - 1}",
        f"Year {year - 2}",
    ]
    assert re.findall(r"<h3>(\d{4})</h3>", shown)[0] >= str(year - 2)


def test_the_list_has_no_posts_and_says_so_if_there_is_no_meeting(client, blog):
    BlogPageFactory(parent=blog, title="A post")

    shown = client.get("/blog/meetings/").text

    assert "A post" not in shown
    assert "No meeting is announced at the moment." in shown


def test_no_list_of_meetings_shows_what_is_hidden(client, home_page, blog, history):
    hide_things(home_page, blog, history)
    in_past(blog, title="TELLTALE", live=False)

    for address in ["/", "/blog/meetings/"]:
        assert "TELLTALE" not in client.get(address).text


def test_the_list_costs_the_same_however_many_meetings_there_are(client, blog):
    def add(number):
        MeetingPageFactory.create_batch(number, parent=blog)
        for _ in range(number):
            in_past(blog)

    add(1)
    before = queries_of(client, "/blog/meetings/")
    add(6)

    assert queries_of(client, "/blog/meetings/") == before


def test_past_meetings_come_in_pages(client, blog, monkeypatch):
    monkeypatch.setattr(type(blog), "PAST_MEETINGS_PER_PAGE", 1)
    for title, days in {"Old": 9, "Newer": 8}.items():
        in_past(blog, title=title, ago=days * DAY)

    first, second = (client.get(f"/blog/meetings/?page={page}").text for page in (1, 2))

    assert ">Newer<" in first
    assert ">Old<" not in first
    assert ">Old<" in second
    assert "No meeting is announced" not in second


# --- The home page


def test_the_home_page_shows_the_next_meeting(client, blog, meeting):
    sooner = timezone.now() + DAY
    MeetingPageFactory(
        parent=blog, title="Sooner, cancelled", starts=sooner, cancelled=1
    )
    in_past(blog, title="Over")

    section = client.get("/").text.partition('class="home__meeting"')[2]
    shown = section.partition("</section>")[0]

    assert '<a href="/blog/letters/">Letters</a>' in shown
    assert "Café Dongne" in shown
    assert "cancelled" not in shown
    assert "Over" not in shown


@pytest.mark.parametrize("why", ["none", "past", "draft", "private", "cancelled"])
def test_the_home_page_shows_no_meeting_if_there_is_none_to_come_to(client, blog, why):
    if why == "past":
        in_past(blog)
    elif why != "none":
        fields = {"live": why != "draft", "cancelled": why == "cancelled"}
        page = MeetingPageFactory(parent=blog, **fields)
        if why == "private":
            restrict(page)

    assert "Next meeting" not in client.get("/").text


def test_showing_the_next_meeting_costs_nothing_but_asking_for_it(client, meeting):
    come(meeting, **GUEST)
    with_meeting = queries_of(client, "/")
    MeetingPage.objects.update(starts=timezone.now() - DAY, ends=timezone.now() - HOUR)

    assert queries_of(client, "/") == with_meeting


# --- In the CMS


def test_a_meeting_is_a_page_type_of_its_own(blog):
    assert MeetingPage in get_page_models()
    assert BlogPage.objects.child_of(blog).count() == 0


def test_an_editor_sees_the_kind_sentence_about_the_times(
    client, meeting, editor, sign_in, form_of
):
    sign_in(editor)
    form = form_of(meeting)
    form["ends"] = form["starts"]
    form["action-publish"] = "on"
    address = reverse("wagtailadmin_pages:edit", args=[meeting.pk])

    assert "A meeting ends after it begins" in client.post(address, form).text


def test_the_preview_of_a_meeting_that_was_never_saved_works(blog):
    now = timezone.now()
    meeting = MeetingPage(
        title="New", slug="new", summary="About.", starts=now, ends=now + HOUR
    )

    assert "About." in meeting.make_preview_request().render().text

"""The list of meetings, and the next one on the home page."""

import re

import pytest
from django.utils import timezone

from blog.models import MeetingPage
from tests.factories import (
    BlogPageFactory,
    MeetingPageFactory,
    queries_of,
    restrict,
)
from tests.hidden import hide_things

from .rsvps import DAY, GUEST, HOUR, come, in_past


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


def test_a_meeting_is_upcoming_until_it_ends(client, blog):
    in_past(blog, title="Under way", ago=HOUR)  # of two

    shown = client.get("/blog/meetings/").text

    assert "Under way" in shown
    assert "Past meetings" not in shown

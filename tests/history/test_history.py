"""The timeline and its entries."""

import re

import pytest
from django.core.exceptions import ValidationError

from history.models import HistoryPage, TimelineEntryPage
from tests.factories import (
    ImageFactory,
    TimelineEntryPageFactory,
    link_to,
    picture,
    queries_of,
    restrict,
)
from tests.hidden import hide_things


@pytest.fixture
def add(history):
    """`add("1972-03-28")` adds an entry with that title and date."""

    def add(date, **fields):
        parts = dict(
            zip(["year", "month", "day"], map(int, date.split("-")), strict=False)
        )
        return TimelineEntryPageFactory(
            parent=history, **{"title": date, **parts, **fields}
        )

    return add


def entries_in(response):
    return re.findall(r'<h4 class="entry__title"><a [^>]*>([^<]*)<', response.text)


def part(response, beginning, end):
    return response.text.partition(beginning)[2].partition(end)[0]


# --- What it costs


def fill(history, times):
    for number in range(2 * times):
        entry = TimelineEntryPageFactory(
            parent=history, year=1972 + number, picture=ImageFactory()
        )
        entry.body = f"<p>{link_to(entry)} {link_to(entry)}</p>"
        entry.save()


def test_the_timeline_costs_the_same_few_queries_however_long_it_is(client, history):
    fill(history, times=1)
    before = queries_of(client, history.url)
    fill(history, times=10)

    assert queries_of(client, history.url) == before <= 12


def test_the_prose_costs_the_same_however_many_pictures_are_in_it(client, history):
    def show(number):
        history.body = [picture(ImageFactory()) for _ in range(number)]
        history.save()
        return queries_of(client, history.url)

    assert show(10) == show(1)


def test_an_entry_costs_the_same_however_long_the_timeline_is(client, history):
    fill(history, times=1)
    entry = TimelineEntryPage.objects.first()
    before = queries_of(client, entry.url)
    fill(history, times=10)

    assert queries_of(client, entry.url) == before


# --- The timeline


def test_entries_stand_in_the_order_of_their_dates(client, history, add):
    dates = ["2002-12", "1972-03-28", "1972-03", "1972", "1972-03-01", "1971-12-31"]
    for date in dates:
        add(date)

    assert entries_in(client.get(history.url)) == [
        "1971-12-31",
        "1972",
        "1972-03",
        "1972-03-01",
        "1972-03-28",
        "2002-12",
    ]


def test_entries_of_one_day_stand_in_the_order_in_which_they_were_made(
    client, history, add
):
    add("2005", title="First")
    add("2005", title="Second")

    assert entries_in(client.get(history.url)) == ["First", "Second"]


def test_each_year_stands_once_with_its_entries(history, add):
    for date in ["1972", "1972-03", "1985"]:
        add(date)

    assert [(year["year"], len(year["entries"])) for year in history.years] == [
        (1972, 2),
        (1985, 1),
    ]


def test_the_gap_before_a_year_is_as_wide_as_time_but_not_endless(history, add):
    for date in ["1972", "1973", "1977", "1985"]:
        add(date)

    gaps = [year["gap"] for year in history.years]

    assert gaps == [0, 1, 4, HistoryPage.WIDEST_GAP]


@pytest.mark.parametrize(
    ("date", "machine", "words"),
    [
        ("1972-03-28", "1972-03-28", "28 March 1972"),
        ("1972-03", "1972-03", "March 1972"),
        ("1972", "1972", "1972"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(client, history, add, date, machine, words):
    entry = add(date)

    for address in [history.url, entry.url]:
        shown = f'<time datetime="{machine}">{words}</time>'
        assert shown in client.get(address).text


def test_an_entry_says_whose_history_it_is(client, history, add):
    add("1972", whose="section")
    add("2002", whose="group")
    shown = client.get(history.url).text

    assert "</time> · Amnesty International Korea" in shown
    assert "</time> · Group 48" in shown


def test_a_closure_is_said_in_words(client, history, add):
    entry = add("1985", is_closure=True)

    for address in [history.url, entry.url]:
        assert "· closed down" in client.get(address).text


def test_links_in_entries_lead_to_their_pages(client, history, add):
    first, second = add("1972"), add("1973")
    for entry, target in [(first, second), (second, first)]:
        entry.body = f"<p>See {link_to(target)}</p>"
        entry.save()

    bodies = re.findall(r'entry__body">(.*?)</div>', client.get(history.url).text)

    assert bodies == [
        f'<p>See <a href="{second.url}">1973</a></p>',
        f'<p>See <a href="{first.url}">1972</a></p>',
    ]


def test_each_entry_keeps_its_own_text(client, history, add):
    for date, body in {"1972": "<p>A\x1fB</p>", "1973": "", "1974": "<p>C</p>"}.items():
        add(date, body=body)

    bodies = re.findall(r'entry__body">(.*?)</div>', client.get(history.url).text)

    assert bodies == ["<p>AB</p>", "<p>C</p>"]


def test_a_title_is_never_html(client, history, add):
    attack = "\"'><script>alert(1)</script>"
    entry = add("1972", title=attack, slug="attack", source=attack)

    for address in [history.url, entry.url]:
        assert "alert(1)" in client.get(address).text
        assert "<script>alert" not in client.get(address).text


def test_a_title_in_korean_says_so(client, history, add):
    add("1972", title="서울에서 첫 모임", slug="first")

    assert 'id="first" lang="ko">' in client.get(history.url).text


# --- An entry


def test_an_entry_shows_its_text_and_its_source(client, add):
    entry = add("1972", body="<p>They met.</p>", source="Minutes")

    shown = client.get(entry.url).text

    assert "<p>They met.</p>" in shown
    assert "Source: Minutes" in shown


def test_beside_an_entry_are_the_ones_before_and_after_it(client, add):
    first, third, second = add("1972"), add("1973"), add("1972-03")

    def beside(entry):
        html = part(client.get(entry.url), '<nav class="column before-after"', "</nav>")
        return re.findall(r'rel="(\w+)" href="/history/([^/]*)/"', html)

    assert beside(first) == [("next", "1972-03")]
    assert beside(second) == [("prev", "1972"), ("next", "1973")]
    assert beside(third) == [("prev", "1972-03")]


def test_an_entry_whose_picture_is_deleted_is_shown_without(client, history, add):
    image = ImageFactory(description="Candles in a row")
    entry = add("1972", picture=image)
    before = client.get(entry.url).text
    image.delete()

    assert "Candles in a row" in before
    for address in [history.url, entry.url]:
        assert "Candles in a row" not in client.get(address).text


def test_an_entry_that_was_never_saved_can_be_previewed(db):
    entry = TimelineEntryPage(
        title="New", slug="new", year=1972, body="<p>They met.</p>"
    )

    assert "<p>They met.</p>" in entry.make_preview_request().render().text


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ({"month": 4, "day": 31}, "This month has no such day."),
        ({"month": 2, "day": 30}, "This month has no such day."),
        ({"year": 1973, "month": 2, "day": 29}, "This month has no such day."),
        ({"month": None, "day": 1}, "A day needs its month."),
        ({"month": 3, "day": 0}, "greater than or equal to 1"),
        ({"month": 3, "day": 32}, "This month has no such day."),
        ({"month": 13}, "not a valid choice"),
        ({"month": 0, "day": 1}, "not a valid choice"),
        ({"month": 13, "day": 1}, "not a valid choice"),
        ({"year": 0}, "greater than or equal to 1900"),
        ({"year": 0, "month": 2, "day": 1}, "greater than or equal to 1900"),
        ({"year": 10_000, "month": 2, "day": 1}, "less than or equal to 2200"),
        ({"year": None, "month": 2, "day": 1}, "cannot be null"),
    ],
)
def test_a_day_that_never_was_is_refused(db, date, message):
    entry = TimelineEntryPage(title="x", slug="x", **{"year": 1972, **date})

    with pytest.raises(ValidationError) as error:
        entry.full_clean(exclude=["path", "depth"])
    assert message in str(error.value)


def test_the_29th_of_february_of_a_leap_year_is_a_day(add):
    assert add("1972-02-29").date_text == "29 February 1972"


# --- What is hidden


def test_hidden_entries_are_not_in_the_timeline(client, home_page, blog, history, add):
    hide_things(home_page, blog, history)
    add("1990")
    response = client.get(history.url)

    assert entries_in(response) == ["1990"]
    assert "telltale" not in response.text.lower()
    assert "#year-1972" not in response.text


def test_hidden_entries_are_not_beside_another(client, add):
    entry = add("1990")
    add("1989", title="TELLTALE", live=False)
    restrict(add("1991", title="TELLTALE"))

    assert "telltale" not in client.get(entry.url).text.lower()

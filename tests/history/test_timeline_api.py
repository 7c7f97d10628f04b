"""The timeline of the API."""

import pytest

from tests.factories import (
    ImageFactory,
    TimelineEntryPageFactory,
    link_to,
    queries_of,
    restrict,
)

API = "/api/v3"


@pytest.fixture
def entries(history):
    entry = TimelineEntryPageFactory
    founded = entry(
        parent=history, title="Founded", year=1972, month=3, day=28, whose="section",
        body=f"<p>{link_to(history)}</p>", picture=ImageFactory(), source="Minutes",
    )  # fmt: skip
    closed = entry(parent=history, title="Closed", year=1985, is_closure=True)
    restrict(entry(parent=history, title="Hidden", year=1980))
    return [founded, closed]


def test_the_timeline_is_told_in_order(client, titles, entries):
    assert titles("timeline/") == ["Founded", "Closed"]
    assert titles("timeline/?order=-date") == ["Closed", "Founded"]
    assert titles("timeline/?year=1985") == ["Closed"]
    assert titles("timeline/?whose=section") == ["Founded"]
    first = client.get(f"{API}/timeline/?rich_text_format=html").json()["items"][0]
    assert (first["date"], first["date_text"]) == ("1972-03-28", "28 March 1972")
    assert first["body"] == '<p><a href="/history/">History</a></p>'
    assert first["picture"]["width"] == 16
    assert (first["source"], first["is_closure"]) == ("Minutes", False)


@pytest.mark.parametrize("form", ["html", "db_html"])
def test_a_long_timeline_costs_no_more(client, history, form):
    def add(number):
        body = f"<p>{link_to(history)}</p>"
        picture = ImageFactory()
        for _ in range(number):
            TimelineEntryPageFactory(parent=history, body=body, picture=picture)

    address = f"{API}/timeline/?rich_text_format={form}"
    add(2)
    before = queries_of(client, address)
    add(10)

    assert queries_of(client, address) == before


def test_an_entry_of_the_timeline_has_all_its_fields(client, history):
    image = ImageFactory()
    entry = TimelineEntryPageFactory(
        parent=history, title="Meeting", month=3, day=28, body="<p>Y</p>", picture=image,
        source="Minutes", whose="section", is_closure=True,
    )  # fmt: skip
    answer = client.get(f"{API}/pages/{entry.pk}/").json()

    assert [answer[name] for name in ["year", "month", "day"]] == [1972, 3, 28]
    assert answer["whose"] == "section"
    assert answer["body"] == "<p>Y</p>"
    assert answer["picture"]["id"] == image.pk
    assert answer["source"] == "Minutes"
    assert answer["is_closure"] is True

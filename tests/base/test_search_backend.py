"""Wagtail's own search takes no time that grows with the square of what it finds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from base import search_backend
from tests.factories import BlogPageFactory

only_on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="other databases rank in one go"
)


@pytest.fixture
def candles(blog, monkeypatch):
    monkeypatch.setattr(search_backend, "MOST_RANKED", 2)
    body = "and other things " * 10
    return [
        BlogPageFactory(parent=blog, title="A candle", summary="x"),
        BlogPageFactory(parent=blog, title="Else", summary=f"{body} candle"),
    ]


def find(text="candle"):
    return [page.title for page in Page.objects.search(text)]


def test_what_is_found_is_ranked(candles):
    assert find() == ["A candle", "Else"]


@only_on_sqlite
def test_of_much_the_newest_come_first_without_a_search_for_each(candles, blog):
    BlogPageFactory(parent=blog, title="Third candle")

    with CaptureQueriesContext(connection) as queries:
        assert find() == ["Third candle", "Else", "A candle"]
    assert len(queries) == 2
    assert not any("bm25" in query["sql"].partition("ORDER BY")[2] for query in queries)
    assert not any("_score" in query["sql"] for query in queries)


@pytest.mark.parametrize("query", ["", "&search_operator=or", "&order=title"])
def test_the_api_finds_as_much(client, candles, blog, query):
    BlogPageFactory(parent=blog, title="Third candle")
    answer = client.get(f"/api/v3/pages/?search=candle{query}")

    assert answer.json()["count"] == 3

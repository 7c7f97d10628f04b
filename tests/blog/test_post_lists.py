"""The lists of posts: all of them, and those of a year, a tag or an author."""

import datetime
import re

import pytest
from django.utils import timezone

from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    queries_of,
)


def titles(response):
    """The titles of the posts in a list."""
    return [post.title for post in response.context["posts"]]


def part(response, beginning, end):
    return response.text.partition(beginning)[2].partition(end)[0]


def links_in(html):
    return re.findall(r'href="([^"]*)"', html)


@pytest.mark.parametrize("address", ["/blog/", "/blog/2024/", "/blog/tag/tag-0/"])
def test_a_list_costs_the_same_however_many_posts_there_are(client, blog, address):
    def add(times):
        for _ in range(times):
            tags = [f"tag {number}" for number in range(times)]
            authors = AuthorFactory.create_batch(times)
            BlogPageFactory(
                parent=blog, tags=tags, authors=authors, cover=ImageFactory()
            )

    add(2)
    before = queries_of(client, address)
    add(6)

    assert queries_of(client, address) == before


def test_the_blog_lists_ten_posts_the_newest_first(client, blog):
    for day in range(1, 13):
        BlogPageFactory(
            parent=blog, title=f"Of day {day}", date=datetime.date(2024, 1, day)
        )

    first, second = client.get("/blog/"), client.get("/blog/?page=2")

    assert titles(first) == [f"Of day {day}" for day in range(12, 2, -1)]
    assert titles(second) == ["Of day 2", "Of day 1"]
    assert 'rel="next" href="?page=2"' in first.text
    assert 'rel="prev" href="?page=1"' in second.text


def test_of_posts_of_one_day_the_one_made_last_comes_first(client, blog):
    for title in ["First", "Second"]:
        BlogPageFactory(parent=blog, title=title)

    assert titles(client.get("/blog/")) == ["Second", "First"]


def test_posts_are_listed_by_year_tag_and_author(client, blog):
    kim = AuthorFactory(slug="kim", about="Writes letters.")
    BlogPageFactory(parent=blog, title="Of 2023", date="2023-12-31")
    BlogPageFactory(parent=blog, title="Of 2024", date="2024-01-01")
    BlogPageFactory(parent=blog, title="Tagged", date="2020-01-01", tags=["편지"])
    BlogPageFactory(parent=blog, title="Of Kim", date="2020-01-01", authors=[kim])

    assert titles(client.get("/blog/2023/")) == ["Of 2023"]
    assert titles(client.get("/blog/2024/")) == ["Of 2024"]
    assert titles(client.get("/blog/tag/편지/")) == ["Tagged"]
    assert titles(client.get("/blog/author/kim/")) == ["Of Kim"]
    assert "Writes letters." in client.get("/blog/author/kim/").text


def test_a_list_of_several_pages_goes_on_with_the_same_posts(client, blog):
    posts = BlogPageFactory.create_batch(12, parent=blog, tags=["편지"])
    BlogPageFactory(parent=blog)

    first = client.get("/blog/tag/편지/")
    second = client.get("/blog/tag/편지/?page=2")

    assert titles(first) + titles(second) == [post.title for post in reversed(posts)]


def test_beside_the_list_are_all_tags_authors_and_years_with_their_numbers(
    client, blog
):
    kim = AuthorFactory(name="Kim")
    BlogPageFactory(parent=blog, date="2023-01-01", tags=["a", "b"], authors=[kim])
    BlogPageFactory(parent=blog, date="2024-01-01", tags=["b"], authors=[kim])
    AuthorFactory(name="Who wrote nothing")

    assert [(tag.name, tag.number) for tag in blog.tags] == [("a", 1), ("b", 2)]
    assert [(author.name, author.number) for author in blog.authors] == [("Kim", 2)]
    assert [year.year for year in blog.years] == [2024, 2023]


def test_every_link_beside_the_list_leads_somewhere(client, blog):
    kim = AuthorFactory(name="김", slug="김")
    BlogPageFactory(parent=blog, tags=["편지", "C++", "a/b", "?"], authors=[kim])
    aside = part(client.get("/blog/"), "<aside", "</aside>")

    assert len(links_in(aside)) == 7  # "?" has no address
    assert {client.get(link).status_code for link in links_in(aside)} == {200}


def test_a_post_of_a_day_to_come_is_listed_first(client, blog):
    BlogPageFactory(parent=blog, title="Now", date=timezone.localdate())
    next_year = timezone.localdate() + datetime.timedelta(days=365)
    BlogPageFactory(parent=blog, title="To come", date=next_year)

    assert titles(client.get("/blog/")) == ["To come", "Now"]
    assert titles(client.get(f"/blog/{next_year.year}/")) == ["To come"]

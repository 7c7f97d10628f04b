"""Posts that visitors may not read, and where these must not appear."""

import pytest

from tests.factories import (
    BlogPageFactory,
    restrict,
)
from tests.hidden import hide_things


def titles(response):
    """The titles of the posts in a list."""
    return [post.title for post in response.context["posts"]]


@pytest.fixture
def hidden(home_page, blog, history):
    return hide_things(home_page, blog, history)


def test_what_is_hidden_is_not_found_or_asks_to_sign_in(client, hidden):
    pages = [page for page in hidden if hasattr(page, "slug")]

    responses = [client.get(page.url) for page in pages]

    assert {response.status_code for response in responses} == {200, 302, 404}
    # The one with 200 asks for the password.
    assert [page for page in responses if "TELLTALE" in page.text] == []


@pytest.mark.parametrize("address", ["/blog/", "/blog/2024/", "/blog/tag/candle/"])
def test_no_list_shows_what_is_hidden(client, hidden, address):
    response = client.get(address)

    assert titles(response) == ["Changed"]
    assert "telltale" not in response.text.lower()


@pytest.mark.parametrize(
    "address",
    [
        "/blog/tag/telltale-tag/",
        "/blog/tag/telltale-tag/feed/",
        "/blog/author/telltale/",
    ],
)
def test_a_list_of_nothing_but_hidden_posts_is_not_found(client, hidden, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "TELLTALE" not in response.text


def test_beside_the_list_hidden_posts_are_not_counted(blog, hidden):
    assert [(tag.name, tag.number) for tag in blog.tags] == [("candle", 1)]
    assert list(blog.authors) == []


def test_beside_the_list_is_no_year_of_nothing_but_hidden_posts(blog):
    restrict(BlogPageFactory(parent=blog, date="1999-01-01"))
    BlogPageFactory(parent=blog, date="1998-01-01", live=False)

    assert list(blog.years) == []


def test_all_posts_of_a_restricted_blog_are_hidden(client, blog):
    restrict(blog)
    post = BlogPageFactory(parent=blog, title="TELLTALE", tags=["candle"])

    for address in ["/blog/", "/blog/feed/", "/blog/tag/candle/", post.url]:
        assert client.get(address).status_code == 302
    assert "TELLTALE" not in client.get("/").text


def test_beside_a_post_nothing_hidden_stands(client, blog, hidden):
    for date in ["2000-01-01", "2024-05-17", "2099-01-01"]:
        post = BlogPageFactory(parent=blog, date=date, tags=["candle"])

        assert "telltale" not in client.get(post.url).text.lower()

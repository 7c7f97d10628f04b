"""The posts before and after a post, and those related to it."""

import re

import pytest

from tests.factories import (
    BlogPageFactory,
)


def part(response, beginning, end):
    return response.text.partition(beginning)[2].partition(end)[0]


def beside(response):
    """The pages before and after a post."""
    html = part(response, '<nav class="column before-after"', "</nav>")
    return {
        name: "".join(re.findall(rf'rel="{rel}" href="/blog/([^/]*)/"', html)) or None
        for name, rel in [("before", "prev"), ("after", "next")]
    }


@pytest.fixture
def five_posts(blog):
    dates = ["2024-03-01", "2024-01-01", "2024-02-01", "2024-02-01", "2024-02-01"]
    return [
        BlogPageFactory(parent=blog, title=f"post-{number}", date=date)
        for number, date in enumerate(dates)
    ]


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        (1, None, "post-2"),
        (2, "post-1", "post-3"),
        (3, "post-2", "post-4"),
        (4, "post-3", "post-0"),
        (0, "post-4", None),
    ],
)
def test_beside_a_post_are_the_ones_before_and_after_it(
    client, five_posts, number, before, after
):
    response = client.get(five_posts[number].url)

    assert beside(response) == {"before": before, "after": after}


def test_beside_the_only_post_there_is_nothing(client, blog):
    response = client.get(BlogPageFactory(parent=blog).url)

    assert "before-after" not in response.text
    assert "On the same subject" not in response.text


def test_posts_on_the_same_subject_are_those_that_share_most_tags(client, blog):
    post = BlogPageFactory(parent=blog, tags=["a", "b", "c"])
    for title, tags in {
        "one": ["a"],
        "three": ["a", "b", "c", "d"],
        "none": ["d"],
        "two": ["b", "c"],
        "newer one": ["c"],
    }.items():
        BlogPageFactory(parent=blog, title=title, tags=tags)

    html = part(client.get(post.url), '<aside class="column related"', "</aside>")

    assert re.findall(r"/blog/([^/]*)/", html) == ["three", "two", "newer-one"]

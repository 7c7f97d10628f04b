"""Comments in the search of the site."""

import pytest
from wagtail.models import Page

from tests.factories import (
    BlogPageFactory,
    create_comment,
    hold,
    publish,
    remove,
)

ATTACK = "\"'><script>alert(1)</script>"


@pytest.fixture
def say(blog):
    """`say("Hello.")` makes a comment that anybody may read."""
    post = BlogPageFactory(parent=blog, title="Letters")

    def say(text, name="Minji"):
        comment = create_comment(post, name=name, email="minji@example.org", text=text)
        return publish(comment)

    return say


@pytest.mark.parametrize(
    "text",
    ["umbrella", "UMBRELLAS rain", "우산", "minji rain", "élan", "ÉLAN", "rellas"],
)
def test_comments_are_found_by_text_and_name(search, say, text):
    comment = say("Umbrellas in the *rain*, 우산을 들고, Élan")
    say("Something else")

    response = search(text)

    assert [found.pk for found in response.context["comments"]] == [comment.pk]
    assert "in the rain" in response.context["comments"][0].excerpt
    assert "Nothing was found" not in response.content.decode()


def test_no_comment_is_found_that_nobody_may_read(search, say):
    hold(say("Umbrella, held"))
    remove(say("Umbrella, removed"))

    assert search("umbrella").context["comments"] == []


def test_no_comment_is_found_on_a_page_that_nobody_may_read(search, say):
    comment = say("Umbrella")
    Page.objects.get(pk=comment.object_pk).specific.unpublish()

    assert search("umbrella").context["comments"] == []


def test_what_a_comment_says_is_never_html(search, say):
    say("Umbrella " + ATTACK)

    assert "<script>alert" not in search("umbrella").content.decode()


def test_the_percent_sign_finds_only_itself(search, say):
    say("Nothing of the kind")

    assert "comments" not in search("%").context

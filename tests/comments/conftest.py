"""A post that can be commented, and what people need to do so."""

import pytest

from comments import writing
from comments.models import CommentSettings
from tests.factories import BlogPageFactory


@pytest.fixture
def post(blog):
    return BlogPageFactory(parent=blog, title="Letters for the imprisoned")


@pytest.fixture
def other_post(blog):
    return BlogPageFactory(parent=blog, title="Another subject")


@pytest.fixture
def hold(home_page):
    """`hold("none")` decides which comments wait for a moderator."""

    def hold(which):
        settings = CommentSettings.for_site(home_page.get_site())
        settings.hold = which
        settings.save()

    return hold


@pytest.fixture
def say(post, hold):
    """`say("Hello.")` makes a comment on `post`, published at once."""
    hold("none")

    def say(text="I agree.", page=post, name="Minji", **fields):
        fields = {"email": "minji@example.org", **fields}
        return writing.create_comment(page, name=name, text=text, **fields)

    return say

"""A meeting, and a member who may come to it."""

import pytest

from members.models import User
from tests.factories import MeetingPageFactory


@pytest.fixture
def meeting(blog):
    return MeetingPageFactory(parent=blog, title="Letters", slug="letters")


@pytest.fixture
def member(db):
    return User.objects.remember("member@example.org", "미나")

"""A meeting."""

import pytest

from tests.factories import (
    MeetingPageFactory,
)


@pytest.fixture
def meeting(blog):
    return MeetingPageFactory(parent=blog, title="Letters", slug="letters")

"""Topics, and the editors who plan them."""

import pytest


@pytest.fixture
def suggest(say):
    """`suggest("Talk about…")` makes a public topic."""

    def suggest(text="Could we talk about *letters*?", **fields):
        return say(text, suggests_topic=True, **fields).topic

    return suggest


@pytest.fixture
def as_editor(sign_in, editor):
    return sign_in(editor)

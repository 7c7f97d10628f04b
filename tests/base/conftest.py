"""Pages of blocks."""

import pytest

from tests.factories import (
    StandardPageFactory,
    action,
)

from .actions import BLOCK, in_hours


@pytest.fixture
def page(home_page):
    """A page whose block is an action without an end."""
    return StandardPageFactory(
        parent=home_page, title="Act", body=[action(identifier=BLOCK)]
    )


@pytest.fixture
def closed(home_page):
    """A page whose block is an action that has ended."""
    return StandardPageFactory(
        parent=home_page,
        title="Act",
        body=[action(identifier=BLOCK, deadline=in_hours(-1))],
    )


@pytest.fixture
def show(client, home_page):
    """`show(block, …)` is the body of a page made of these blocks."""

    def show(*blocks):
        page = StandardPageFactory(parent=home_page, body=list(blocks))
        shown = client.get(page.url).text.partition("</article>")[0]
        return shown.partition('<div class="prose">')[2].rpartition("</div>")[0]

    return show

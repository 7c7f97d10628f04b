"""Drafts and who works on them; a search; a site of everything."""

import pytest
from django.urls import reverse
from wagtail.models import (
    Site,
)

from home.models import SiteSettings
from tests.cms import edit_url
from tests.factories import (
    BlogPageFactory,
)

DASHBOARD = reverse("wagtailadmin_home")


@pytest.fixture
def draft(blog, author):
    """What the author wrote and has not submitted yet."""
    draft = BlogPageFactory(parent=blog, title="Letters", live=False, owner=author)
    draft.save_revision(user=author)
    return draft


@pytest.fixture
def submitted(draft, author):
    draft.get_workflow().start(draft, author)
    return draft


@pytest.fixture
def press(sign_in, form_of):
    """`press("action-publish", page, user)` presses that button in the user's editor."""

    def press(button, page, user, **changes):
        client = sign_in(user)
        form = form_of(page)
        for name, value in changes.items():
            form[name] = value
        form[button] = "on"
        return client.post(edit_url(page), form)

    return press


@pytest.fixture
def seen_by(sign_in):
    """`seen_by(user, address)` is the HTML that the user gets there."""

    def seen_by(user, address=DASHBOARD):
        response = sign_in(user).get(address)
        assert response.status_code == 200
        return response.content.decode()

    return seen_by


@pytest.fixture
def site_settings(home_page):
    return SiteSettings.for_site(Site.objects.get(is_default_site=True))


@pytest.fixture
def search(client):
    """`search("candle", page=2)` is the answer of the site's search."""

    def search(text, page=None):
        return client.get("/search/", {"q": text} | ({"page": page} if page else {}))

    return search

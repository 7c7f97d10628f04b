"""Pages that not everybody may see."""

import pytest
from wagtail.models import Page

from tests.factories import (
    StandardPageFactory,
    restrict,
)


@pytest.mark.parametrize("where", ["the page", "a page above", "the root"])
def test_a_restricted_page_asks_visitors_to_sign_in(client, home_page, where):
    above = StandardPageFactory(parent=home_page, title="Above")
    page = StandardPageFactory(parent=above, title="Page")
    root = Page.get_first_root_node()
    restrict({"the page": page, "a page above": above, "the root": root}[where])

    response = client.get("/above/page/")

    assert response.status_code == 302
    assert response["Location"].startswith("/_util/login/")


def test_a_page_beside_a_restricted_one_is_open(client, home_page):
    restrict(StandardPageFactory(parent=home_page, title="One"))
    # The path in the tree of the one begins like that of the other.
    StandardPageFactory.create_batch(12, parent=home_page)

    assert {
        client.get(page.url).status_code for page in home_page.get_children()[1:]
    } == {200}


def test_an_alias_of_an_alias_is_as_restricted_as_the_page(client, home_page):
    source = StandardPageFactory(parent=home_page, title="Source")
    alias = source.create_alias(update_slug="alias")
    below = StandardPageFactory(
        parent=alias.create_alias(update_slug="second"), title="Below"
    )
    restrict(source)

    assert client.get("/second/").status_code == 302
    assert client.get(below.url).status_code == 302


def test_a_page_with_a_password_opens_with_it(client, home_page):
    page = StandardPageFactory(parent=home_page, title="Secret", introduction="Hello.")
    restrict(page, "password", password="candle")
    form = client.get(page.url)
    restriction = page.get_view_restrictions().get()

    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "candle", "return_url": page.url},
    )

    assert "Hello." not in form.text
    assert "Hello." in client.get(page.url).text


def test_a_draft_is_not_found(client, home_page):
    page = StandardPageFactory(parent=home_page, title="Draft", live=False)

    assert client.get(page.url).status_code == 404

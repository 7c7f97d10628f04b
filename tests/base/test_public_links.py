"""Links to what is not public, or no longer, are not shown as links."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from base.links import public_url
from tests.factories import (
    DocumentFactory,
    StandardPageFactory,
    call_to_action,
    document,
    heading,
    link_to,
    paragraph,
    restrict,
)


def unpublish(page):
    page.unpublish()


def delete(page):
    page.delete()


def restrict_above(page):
    restrict(page.get_parent())


@pytest.fixture
def target(home_page):
    parent = StandardPageFactory(parent=home_page, title="Section")
    return StandardPageFactory(parent=parent, title="About")


WAYS = [unpublish, delete, restrict, restrict_above]


@pytest.mark.parametrize("hide", WAYS)
def test_a_paragraph_shows_only_the_words(show, target, hide):
    block = paragraph(f"<p>{link_to(target)}</p>")
    before = show(block)
    hide(target)
    shown = show(block)

    assert "href" in before
    assert "About" in shown
    assert "href" not in shown


@pytest.mark.parametrize("hide", WAYS)
def test_a_call_to_action_has_no_button(show, target, hide):
    block = call_to_action("Act now.", page=target)
    before = show(block)
    hide(target)
    shown = show(block)

    assert "href" in before
    assert "Act now." in shown
    assert "href" not in shown


@pytest.mark.parametrize("hide", WAYS)
def test_the_api_tells_no_address(client, home_page, target, hide):
    page = StandardPageFactory(
        parent=home_page, title="Page", body=[call_to_action(page=target)]
    )

    def href():
        answer = client.get(f"/api/v3/pages/{page.pk}/").json()
        return answer["body"][0]["value"]["link"]["href"]

    before = href()
    hide(target)

    assert before == "/section/about/"
    assert href() is None


@pytest.mark.parametrize("hide", WAYS)
def test_rich_text_outside_of_bodies_shows_only_the_words(
    client, home_page, target, hide
):
    home_page.introduction = home_page.contact = f"<p>{link_to(target)}</p>"
    home_page.save()
    before = client.get("/").text
    hide(target)

    assert 'href="/section/about/"' in before
    assert 'href="/section/about/"' not in client.get("/").text


@pytest.fixture
def private_document(db):
    collection = Collection.get_first_root_node().add_child(name="Members")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    below = collection.add_child(name="Minutes")
    return DocumentFactory(title="Minutes", collection=below)


def test_a_document_for_some_people_only_is_left_out(show, private_document):
    text = f'<a linktype="document" id="{private_document.pk}">Minutes</a>'
    shown = show(document(private_document), paragraph(f"<p>{text}</p>"))

    assert "Minutes" in shown
    assert "href" not in shown


def test_whether_targets_are_public_is_asked_once(
    home_page, target, django_assert_num_queries
):
    page = StandardPageFactory(
        parent=home_page, body=[call_to_action(page=target) for _ in range(5)]
    )
    page.refresh_from_db()

    with django_assert_num_queries(1):
        hrefs = [block.value["link"].href for block in page.body]

    assert hrefs == ["/section/about/"] * 5


def test_a_page_that_is_chosen_but_not_stored_is_asked_for(target):
    before = public_url(target)
    target.unpublish()

    assert before == "/section/about/"
    assert public_url(target) is None


# --- Links to headings


def test_equal_headings_have_different_addresses(show):
    shown = show(heading("Part"), heading("Part"), heading("Part 2"), heading("파트"))

    ids = ["part", "part-2", "part-2-2", "파트"]
    assert [id_ for id_ in ids if shown.count(f'id="{id_}"') == 1] == ids


def test_a_heading_does_not_take_the_address_of_the_discussion(show):
    assert 'id="comments-2"' in show(heading("Comments"))

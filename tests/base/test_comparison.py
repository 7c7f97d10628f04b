"""The comparison of revisions, for each kind of block and of page."""

import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.models import Page, get_page_models
from wagtail.test.utils import WagtailPageTestCase

from base.blocks import BodyBlock
from tests.factories import (
    PUBLISHED,
    DocumentFactory,
    ImageFactory,
    MeetingPageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    action,
    call_to_action,
    captioned,
    code,
    document,
    embed,
    gallery,
    heading,
    paragraph,
    picture,
    quotation,
    table,
)

KINDS = list(BodyBlock().child_blocks)


def bare():
    """Each kind of block, without all that may be left out."""
    image = ImageFactory(title="Candle")
    decoration = captioned(image)
    decoration["picture"].update(decorative=True, alt_text="")
    return [
        heading("Old"),
        paragraph(""),
        {"type": "picture", "value": decoration},
        {"type": "gallery", "value": [decoration, decoration]},
        quotation("Old"),
        embed(title="Old"),
        call_to_action("Old", url="https://example.org"),
        action("Old", points=[]),
        document(DocumentFactory(title="Old")),
        table("Old", columns=[("text", "Column")]),
        code("Old"),
    ]


def full(page):
    """Each kind of block, with all that it can hold."""
    image = ImageFactory(title="Lantern", description="New")
    return [
        heading("New"),
        paragraph("<p>New</p>"),
        picture(image, "New"),
        gallery(image, image, image),
        quotation("New", "New", "New"),
        embed(title="New", image=image),
        call_to_action("New", "New", page=page),
        action(
            "New",
            addressee="New",
            address="New",
            email="new@example.org",
            sample="New",
            points=["New"],
            link="https://example.org/new",
            deadline="2030-01-01T12:00:00+09:00",
        ),
        document(DocumentFactory(title="New")),
        table("New", columns=[("number", "New")], rows=[["12"], [None]]),
        code("New", "New"),
    ]


def drafts():
    """Each kind of block as a draft may be saved: with nothing in it."""
    empty_picture = {"image": None, "alt_text": "", "decorative": False}
    return [
        heading(""),
        paragraph(""),
        {"type": "picture", "value": {"picture": empty_picture, "caption": ""}},
        {"type": "gallery", "value": []},
        quotation("", "", ""),
        embed("", "", None),
        call_to_action("", ""),
        action("", addressee="", points=[]),
        {"type": "document", "value": None},
        table("", columns=[]),
        code(""),
    ]


def of_kind(kind, blocks, identifier="11111111-1111-4111-8111-111111111111"):
    return [{**block, "id": identifier} for block in blocks if block["type"] == kind]


def soup_of(answer):
    return WagtailPageTestCase.get_soup(answer.content)


@pytest.fixture
def compare(client, administrator):
    """`compare(page, a, b)` is the comparison of these revisions, or of "live"."""
    client.force_login(administrator)

    def compare(page, first, second):
        ids = [getattr(each, "pk", each) for each in (first, second)]
        address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *ids])
        answer = client.get(address)
        assert answer.status_code == 200
        return soup_of(answer).select_one(".comparison")

    return compare


def save(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before", [bare, drafts])
def test_a_change_in_any_block_is_shown(compare, home_page, kind, before):
    page = StandardPageFactory(parent=home_page, body=of_kind(kind, before()))
    old = page.save_revision()
    new = save(page, body=of_kind(kind, full(home_page)))

    forth, back = compare(page, old, new), compare(page, new, old)
    with_live = compare(page, "live", new)

    added, taken = forth.select(".addition"), back.select(".deletion")
    assert added and taken
    assert with_live == forth
    assert "None" not in forth.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("written", [bare, drafts])
def test_a_block_that_came_or_went_is_shown(compare, home_page, kind, written):
    page = StandardPageFactory(parent=home_page, title="Page")
    without = page.save_revision()
    with_block = save(page, body=of_kind(kind, written()))

    came, went = compare(page, without, with_block), compare(page, with_block, without)

    assert came.select(".comparison__child-object.addition")
    assert went.select(".comparison__child-object.deletion")


@pytest.mark.parametrize("written", [bare, drafts])
def test_blocks_that_stay_are_shown_beside_what_changes(compare, home_page, written):
    kept = {**heading("Kept"), "id": str(uuid4())}
    blocks = [{**block, "id": str(uuid4())} for block in written()]
    page = StandardPageFactory(parent=home_page, body=[*blocks, kept])
    old = page.save_revision()
    new = save(page, body=[*blocks, {**kept, "value": "Changed"}])

    parts = compare(page, old, new).select(":scope > .comparison__child-object")

    assert len(parts) == len(KINDS) + 1
    assert len([part for part in parts if part.select(".addition")]) == 1


CHANGES = {
    "home_page": {"quotation": "New", "quotation_author": "New", "introduction": "New"},
    "standard": {"introduction": "New", "title": "New"},
    "blog": {"introduction": "New"},
    "post": {
        "summary": "New",
        "cover": ImageFactory,
        "date": datetime.date(2030, 1, 1),
    },
    "meeting": {"venue": "New", "map_link": "https://new.example", "cancelled": True},
    "history": {"introduction": "<p>New</p>"},
    "entry": {"month": 1, "day": 2, "picture": ImageFactory, "body": "<p>New</p>"},
}


@pytest.fixture
def pages(home_page, blog, post, history):
    """A page of each type, by the names in CHANGES."""
    return {
        "home_page": home_page,
        "standard": StandardPageFactory(parent=home_page),
        "blog": blog,
        "post": post,
        # Revisions keep milliseconds, the database microseconds.
        "meeting": MeetingPageFactory(parent=blog, starts=PUBLISHED),
        "history": history,
        "entry": TimelineEntryPageFactory(parent=history),
    }


def test_no_type_of_page_is_forgotten_here(pages):
    types = {model for model in get_page_models() if model.allowed_parent_page_models()}

    assert {type(page) for page in pages.values()} == types - {Page}


@pytest.mark.parametrize(("name", "changes"), CHANGES.items())
def test_a_change_of_any_page_is_shown(client, administrator, pages, name, changes):
    page = pages[name]
    client.force_login(administrator)
    ids = [
        page.save_revision().pk,
        save(page, **{k: v() if callable(v) else v for k, v in changes.items()}).pk,
    ]
    orders = [ids, ids[::-1], ["live", ids[1]], [ids[1], "live"]]
    addresses = [
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *order])
        for order in orders
    ]

    changed = [shown_changes(client.get(address)) for address in addresses]

    assert changed == [len(changes)] * 4


def shown_changes(answer):
    """How many fields the comparison in `answer` shows as changed."""
    assert answer.status_code == 200
    return len(soup_of(answer).select("td.comparison:has(.addition, .deletion)"))

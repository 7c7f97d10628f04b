"""The editor of pages under a strict Content-Security-Policy."""

import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.documents.models import Document

from base.blocks import BodyBlock
from tests.browser.judges import DRAFTAIL_HINT, other_than

from .cms import add_block, choose, draft, edit, pick_day, save_draft, write

pytestmark = pytest.mark.browser


@pytest.fixture
def document(db):
    return Document.objects.create(
        title="Leaflet", file=ContentFile(b"%PDF-1.7", name="leaflet.pdf")
    )


def test_pages_are_found_in_the_explorer(cms_page, vigil, problems):
    page = cms_page
    page.goto("/cms/")
    page.get_by_role("button", name="Pages").click()
    explorer = page.get_by_role("dialog", name="Page explorer")
    explorer.get_by_role("link", name="View child pages of 'Amnesty G48'").click()
    explorer.get_by_role("link", name="Blog", exact=True).click()
    page.get_by_role("checkbox", name="Select", exact=True).check()

    expect(page.get_by_role("link", name=vigil.title, exact=True)).to_be_visible()
    expect(page.get_by_text("1 page selected")).to_be_visible()
    assert problems == []


def test_every_kind_of_block_can_be_written(
    cms_page, vigil, pictures, document, no_autosave, problems
):
    page = cms_page
    edit(page, vigil)

    add_block(page, "Heading").get_by_role("textbox").fill("What one letter can do")
    add_block(page, "Paragraph").locator("[contenteditable=true]").fill("Dear Sir")
    choose(add_block(page, "Picture"), "an image", "Candle")

    gallery = add_block(page, "Gallery")
    choose(gallery, "an image", "Candle")
    gallery.get_by_title("Add", exact=True).last.click()
    choose(gallery.locator("[data-streamfield-child]").last, "an image", "Street")

    quotation = add_block(page, "Quotation")
    write(quotation, "Text", "The candle burns not for us.")
    write(quotation, "Author", "Peter Benenson")

    film = add_block(page, "Video or other site")
    write(film, "Address", "https://www.youtube.com/watch?v=example")
    write(film, "Title", "An interview")

    call = add_block(page, "Call to action")
    write(call, "Text", "Our meetings are open.")
    write(call, "Label", "Come along")
    choose(call, "a page", "Amnesty G48")

    action = add_block(page, "Letter or petition")
    write(action, "Title", "Free the poet Kim")
    write(action, "Addressee", "His Excellency the Ambassador")

    choose(add_block(page, "Document"), "a document", "Leaflet")

    table = add_block(page, "Table")
    write(table, "Caption", "Letters written")
    table.get_by_role("button", name="Add column").click()
    page.get_by_role("button", name="Text", exact=True).click()
    table.get_by_role("button", name="Add row").click()
    table.get_by_role("textbox").last.fill("Iran")

    code = add_block(page, "Code")
    write(code, "Code", "<p>Hello</p>")
    save_draft(page)

    body = draft(vigil).body
    assert [block.block_type for block in body] == list(BodyBlock().child_blocks)
    assert other_than(DRAFTAIL_HINT, problems) == []


def test_a_block_is_shown_before_it_is_added(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    page.get_by_title("Insert a block").click()
    row = page.locator(".w-combobox__option-row", has_text="Quotation")
    row.get_by_role("button", name="Preview").click()
    preview = page.frame_locator(".w-combobox-preview__iframe")

    expect(preview.get_by_text("The candle burns not for us.")).to_be_visible()
    assert problems == []


def test_text_is_written_and_linked(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    text = add_block(page, "Paragraph").get_by_role("textbox")
    text.click()
    page.keyboard.type("Write to your MP")
    page.keyboard.press("ControlOrMeta+A")
    page.locator("button[name=BOLD]").click()
    page.locator("button[name=LINK]").click()
    modal = page.locator(".modal")
    modal.get_by_role("link", name="External link").click()
    modal.get_by_label("URL").fill("https://www.parliament.example/")
    modal.get_by_role("button", name="Insert link").click()
    # The editor writes into its field a moment later.
    field = page.locator("input[name=body-0-value]")
    expect(field).to_have_value(re.compile("parliament"))
    save_draft(page)

    (paragraph,) = draft(vigil).body
    assert (
        '<a href="https://www.parliament.example/"><b>Write' in paragraph.value.source
    )
    assert other_than(DRAFTAIL_HINT, problems) == []


def test_an_empty_paragraph_hints_at_what_to_do(cms_page, vigil, no_autosave):
    page = cms_page
    edit(page, vigil)
    line = add_block(page, "Paragraph").locator(".Draftail-block--empty")

    hint = line.evaluate("line => getComputedStyle(line, '::before').content")

    assert hint == '"Write something or type ‘/’ to insert a block"'


def test_the_numbering_of_lists_is_allowed_by_its_hash(cms_page, vigil, no_autosave):
    page = cms_page
    edit(page, vigil)
    styles = add_block(page, "Paragraph").locator("style")
    styles.first.wait_for(state="attached")

    allowed = styles.evaluate_all(
        "styles => styles.filter(s => s.sheet).map(s => s.textContent)"
    )

    assert ["orderedListItem" in style for style in allowed] == [True]


def test_a_cover_is_chosen(cms_page, vigil, pictures, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    choose(page.get_by_role("region", name="Cover picture"), "an image", "Street")
    save_draft(page)

    assert draft(vigil).cover == pictures[1]
    assert problems == []


def test_a_date_is_picked_in_a_calendar(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    pick_day(page, page.locator("#id_date"), 15)
    save_draft(page)

    assert draft(vigil).date == timezone.localdate().replace(day=15)
    assert problems == []


def test_tags_are_typed(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    page.locator("#id_tags + .tagit input").press_sequentially("Burma,death penalty,")
    save_draft(page)

    assert {tag.name for tag in draft(vigil).tags.all()} == {"Burma", "death penalty"}
    assert problems == []


def test_what_is_typed_saves_itself(cms_page, vigil, settings, problems):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 100  # milliseconds
    text = "Vigil in the rain"
    page = cms_page
    edit(page, vigil)
    title = page.locator("#id_title")
    title.clear()
    with page.expect_response(lambda answer: text in (answer.request.post_data or "")):
        # Wagtail looks for changes only from two seconds on after the page was opened.
        title.press_sequentially(text, delay=300)  # milliseconds

    assert draft(vigil).title == text
    assert problems == []


def test_the_preview_shows_what_is_typed(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    page.locator("#id_title").fill("Vigil in the rain")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")

    expect(preview.get_by_role("heading", name="Vigil in the rain")).to_be_visible()
    assert problems == []


def test_the_checks_count_the_words(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    page.get_by_role("button", name="Toggle checks").click()
    words = page.get_by_role("complementary", name="Checks").get_by_role("paragraph")

    expect(words.first).to_have_text(re.compile(r"\d+"))
    assert problems == []


def test_a_time_to_publish_is_picked(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    field = page.get_by_label("Go live date/time")
    calendar = pick_day(page, field, 15, next_month=True)
    calendar.locator(".xdsoft_time", has_text="19:00").click()
    page.get_by_role("button", name="Save schedule").click()
    page.get_by_role("status").get_by_text("has been").wait_for()

    go_live_at = timezone.localtime(draft(vigil).go_live_at)
    assert (go_live_at.day, go_live_at.hour) == (15, 19)
    assert problems == []


def test_a_post_is_published(cms_page, vigil, no_autosave, problems):
    page = cms_page
    edit(page, vigil)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("status").get_by_text("published").wait_for()

    vigil.refresh_from_db()
    assert vigil.live
    assert problems == []

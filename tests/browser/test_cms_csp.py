"""The CMS does all that an editor needs although no inline script or style may run."""

import re
from io import BytesIO

import PIL.Image
import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, ObjectList
from wagtail.documents.models import Document
from wagtail.images.widgets import AdminImageChooser
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow

from base.blocks import BodyBlock
from base.models import Image
from blog.models import BlogPage

from .judges import DRAFTAIL_HINT, other_than

pytestmark = pytest.mark.browser

# onmousedown="return false" of three links inside the frame of the focal point, which
# can be dragged without it.
JCROP_LINK = (
    "violation of script-src-attr by /static/wagtailimages/js/vendor/"
    "jquery.Jcrop.min.js: inline"
)
# In the account, and no matter of this policy: Python knows Debian's time zone "localtime",
# browsers do not.
LOCALTIME = (
    "console at /static/wagtailadmin/js/vendor.js: %s\n\n%o\n\n%o Error invoking action "
    '"w-init:ready->w-locale#localizeTimeZoneOptions" RangeError: Invalid time zone '
    "specified: localtime"
)


@pytest.fixture
def editor(administrator):
    """Whoever may do everything, so that nothing is left out."""
    return administrator


@pytest.fixture
def post(blog):
    return blog.add_child(
        instance=BlogPage(title="Candlelight vigil", summary="At seven.", live=False)
    )


@pytest.fixture
def pictures(db):
    return [
        Image.objects.create(
            title=title,
            description=f"A {title.lower()}",
            file=ImageFile(BytesIO(jpeg(colour)), name=f"{title}.jpg"),
        )
        for title, colour in [("Candle", "orange"), ("Street", "grey")]
    ]


@pytest.fixture
def document(db):
    return Document.objects.create(
        title="Leaflet", file=ContentFile(b"%PDF-1.7", name="leaflet.pdf")
    )


@pytest.fixture
def no_autosave(settings):
    """For tests in which the page is not valid until they have written all of it."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


@pytest.fixture
def panel_of_several_choosers(monkeypatch):
    """Lets posts be edited with a kind of panel that no page type of ours has yet.

    Pictures stand where tags should: this is about the panel, and nothing is saved."""
    tag = FieldPanel("tag", widget=AdminImageChooser)
    panel = MultipleChooserPanel(
        "tagged_items", chooser_field_name="tag", label="Picture", panels=[tag]
    )
    monkeypatch.setattr(BlogPage, "edit_handler", ObjectList([panel]), raising=False)
    BlogPage.get_edit_handler.cache_clear()
    yield
    BlogPage.get_edit_handler.cache_clear()


def jpeg(colour):
    file = BytesIO()
    PIL.Image.new("RGB", (800, 600), colour).save(file, "JPEG")
    return file.getvalue()


def edit(page, post):
    page.goto(f"/cms/pages/{post.pk}/edit/")


def add_block(page, kind):
    """Add a block after all others and return it."""
    stream = page.locator("[data-streamfield-stream-container]")
    stream.locator("> div > .c-sf-add-button").last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    return stream.locator("> [data-streamfield-child]").last


def write(block, field, text):
    block.get_by_role("textbox", name=field).first.fill(text)


def choose(place, kind, title):
    """Choose what is called `title` with the chooser at `place`."""
    place.get_by_role("button", name=f"Choose {kind}").first.click()
    place.page.locator(".modal").get_by_role("link", name=title).first.click()
    expect(place.page.locator(".modal")).to_have_count(0)
    expect(place.locator("[data-chooser-title]").first).to_have_text(title)


def pick_day(page, field, day, next_month=False):
    """Click a day in the calendar that opens at `field`, and return the calendar."""
    field.click()
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    if next_month:
        calendar.locator(".xdsoft_next").first.click()
    calendar.locator(f"td[data-date='{day}']:not(.xdsoft_other_month)").click()
    return calendar


def save_draft(page):
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("status").get_by_text("has been").wait_for()


def draft(post):
    """The post as it was last saved."""
    post.refresh_from_db()
    return post.get_latest_revision_as_object()


def test_whatever_the_menu_leads_to_opens(signed_in_page, blog, problems):
    page = signed_in_page
    page.goto("/cms/")
    expect(page.locator(".sidebar")).to_be_visible()
    links = page.locator(".sidebar a[href^='/cms/']")
    addresses = set(links.evaluate_all("links => links.map(link => link.href)"))

    for address in addresses:
        page.goto(address)
        expect(page.locator(".sidebar")).to_be_visible()

    assert len(addresses) > 15
    assert other_than((DRAFTAIL_HINT, LOCALTIME), problems) == []


def test_pages_are_found_in_the_explorer(signed_in_page, post, problems):
    page = signed_in_page
    page.goto("/cms/")
    page.get_by_role("button", name="Pages").click()
    explorer = page.get_by_role("dialog", name="Page explorer")
    explorer.get_by_role("link", name="View child pages of 'Amnesty G48'").click()
    explorer.get_by_role("link", name="Blog", exact=True).click()
    page.get_by_role("checkbox", name="Select", exact=True).check()

    expect(page.get_by_role("link", name=post.title, exact=True)).to_be_visible()
    expect(page.get_by_text("1 page selected")).to_be_visible()
    assert problems == []


def test_every_kind_of_block_can_be_written(
    signed_in_page, post, pictures, document, no_autosave, problems
):
    page = signed_in_page
    edit(page, post)

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

    body = draft(post).body
    assert [block.block_type for block in body] == list(BodyBlock().child_blocks)
    assert other_than(DRAFTAIL_HINT, problems) == []


def test_a_block_is_shown_before_it_is_added(
    signed_in_page, post, no_autosave, problems
):
    page = signed_in_page
    edit(page, post)
    page.get_by_title("Insert a block").click()
    row = page.locator(".w-combobox__option-row", has_text="Quotation")
    row.get_by_role("button", name="Preview").click()
    preview = page.frame_locator(".w-combobox-preview__iframe")

    expect(preview.get_by_text("The candle burns not for us.")).to_be_visible()
    assert problems == []


def test_text_is_written_and_linked(signed_in_page, post, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
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

    (paragraph,) = draft(post).body
    assert (
        '<a href="https://www.parliament.example/"><b>Write' in paragraph.value.source
    )
    assert other_than(DRAFTAIL_HINT, problems) == []


def test_an_empty_paragraph_hints_at_what_to_do(signed_in_page, post, no_autosave):
    page = signed_in_page
    edit(page, post)
    line = add_block(page, "Paragraph").locator(".Draftail-block--empty")

    hint = line.evaluate("line => getComputedStyle(line, '::before').content")

    assert hint == '"Write something or type ‘/’ to insert a block"'


def test_the_numbering_of_lists_is_allowed_by_its_hash(
    signed_in_page, post, no_autosave
):
    page = signed_in_page
    edit(page, post)
    styles = add_block(page, "Paragraph").locator("style")
    styles.first.wait_for(state="attached")

    allowed = styles.evaluate_all(
        "styles => styles.filter(s => s.sheet).map(s => s.textContent)"
    )

    assert ["orderedListItem" in style for style in allowed] == [True]


def test_a_cover_is_chosen(signed_in_page, post, pictures, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
    choose(page.get_by_role("region", name="Cover picture"), "an image", "Street")
    save_draft(page)

    assert draft(post).cover == pictures[1]
    assert problems == []


def test_a_date_is_picked_in_a_calendar(signed_in_page, post, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
    pick_day(page, page.locator("#id_date"), 15)
    save_draft(page)

    assert draft(post).date == timezone.localdate().replace(day=15)
    assert problems == []


def test_tags_are_typed(signed_in_page, post, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
    page.locator("#id_tags + .tagit input").press_sequentially("Burma,death penalty,")
    save_draft(page)

    assert {tag.name for tag in draft(post).tags.all()} == {"Burma", "death penalty"}
    assert problems == []


def test_what_is_typed_saves_itself(signed_in_page, post, settings, problems):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 100  # milliseconds
    text = "Vigil in the rain"
    page = signed_in_page
    edit(page, post)
    title = page.locator("#id_title")
    title.clear()
    with page.expect_response(lambda answer: text in (answer.request.post_data or "")):
        # Wagtail looks for changes only from two seconds on after the page was opened.
        title.press_sequentially(text, delay=300)  # milliseconds

    assert draft(post).title == text
    assert problems == []


def test_the_preview_shows_what_is_typed(signed_in_page, post, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
    page.locator("#id_title").fill("Vigil in the rain")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")

    expect(preview.get_by_role("heading", name="Vigil in the rain")).to_be_visible()
    assert problems == []


def test_the_checks_count_the_words(signed_in_page, post, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
    page.get_by_role("button", name="Toggle checks").click()
    words = page.get_by_role("complementary", name="Checks").get_by_role("paragraph")

    expect(words.first).to_have_text(re.compile(r"\d+"))
    assert problems == []


def test_a_time_to_publish_is_picked(signed_in_page, post, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    field = page.get_by_label("Go live date/time")
    calendar = pick_day(page, field, 15, next_month=True)
    calendar.locator(".xdsoft_time", has_text="19:00").click()
    page.get_by_role("button", name="Save schedule").click()
    page.get_by_role("status").get_by_text("has been").wait_for()

    go_live_at = timezone.localtime(draft(post).go_live_at)
    assert (go_live_at.day, go_live_at.hour) == (15, 19)
    assert problems == []


def test_a_post_is_published(signed_in_page, post, no_autosave, problems):
    page = signed_in_page
    edit(page, post)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("status").get_by_text("published").wait_for()

    post.refresh_from_db()
    assert post.live
    assert problems == []


def test_several_pictures_are_uploaded_at_once(signed_in_page, blog, problems):
    page = signed_in_page
    page.goto("/cms/images/multiple/add/")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(colour)}
            for colour in ("red", "green")
        ]
    )
    for colour in ("red", "green"):
        form = page.locator("#upload-list > li", has_text=f"{colour}.jpg")
        form.get_by_role("textbox", name="Title").fill(colour)
        form.get_by_role("textbox", name="Description").fill(f"All {colour}")
        form.get_by_role("button", name="Update").click()
        expect(form).to_have_count(0)

    assert set(Image.objects.values_list("title", flat=True)) == {"red", "green"}
    assert problems == []


def test_a_focal_point_is_dragged(signed_in_page, pictures, problems):
    page = signed_in_page
    page.goto(f"/cms/images/{pictures[0].pk}/")
    box = page.locator(".jcrop-holder").bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 120, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("updated").wait_for()

    pictures[0].refresh_from_db()
    assert pictures[0].has_focal_point()
    assert other_than(JCROP_LINK, problems) == []


def test_a_group_is_given_pages(signed_in_page, blog, problems):
    group = Group.objects.create(name="Translators")
    page = signed_in_page
    page.goto(f"/cms/groups/edit/{group.pk}/")
    page.get_by_role("button", name="Add a page permission").click()
    permissions = page.get_by_role("region", name="Page permissions")
    choose(permissions, "a page", "Amnesty G48")
    permissions.get_by_role("checkbox", name="Add").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("updated").wait_for()

    permission = GroupPagePermission.objects.get(group=group)
    assert permission.page_id == blog.get_parent().pk
    assert problems == []


def test_a_workflow_is_given_tasks_and_pages(signed_in_page, blog, problems):
    workflow = Workflow.objects.create(name="Four eyes")
    GroupApprovalTask.objects.create(name="Second look")
    page = signed_in_page
    page.goto(f"/cms/workflows/edit/{workflow.pk}/")
    page.get_by_role("button", name="Add task").click()
    page.get_by_role("button", name="Choose a task").click()
    page.get_by_role("tab", name="Existing").click()
    page.get_by_role("link", name="Second look").click()
    pages = page.get_by_role("region", name="Assign your workflow to pages")
    choose(pages, "a page", "Amnesty G48")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("updated").wait_for()

    assert [task.name for task in workflow.tasks] == ["Second look"]
    assert [each.page_id for each in workflow.workflow_pages.all()] == [
        blog.get_parent().pk
    ]
    assert problems == []


def test_the_site_history_is_filtered_by_date(signed_in_page, post, editor, problems):
    log(post, "wagtail.edit", user=editor)
    page = signed_in_page
    page.goto("/cms/reports/site-history/")
    entry = page.get_by_role("link", name=post.title).first
    expect(entry).to_be_visible()
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Date", exact=True).click()
    pick_day(page, page.get_by_placeholder("Date from"), 15, next_month=True)

    expect(entry).to_have_count(0)
    assert problems == []


def test_several_pictures_are_chosen_at_once(
    signed_in_page, post, pictures, no_autosave, panel_of_several_choosers, problems
):
    page = signed_in_page
    edit(page, post)
    page.get_by_role("button", name="Add picture").click()
    for picture in pictures:
        page.get_by_role("checkbox", name=picture.title).check()
    page.get_by_role("button", name="Confirm selection").click()

    expect(page.locator("[data-chooser-title]:visible")).to_have_text(
        ["Candle", "Street"]
    )
    assert problems == []


def test_a_page_shows_the_way_to_its_editor(signed_in_page, blog, problems):
    page = signed_in_page
    page.goto("/blog/")
    page.get_by_role("button", name="View Wagtail quick actions").click()
    page.get_by_role("menuitem", name="Edit this page").click()

    expect(page.locator("#id_title")).to_have_value("Blog")
    assert problems == []


def test_the_reference_of_the_api_opens(page, blog, problems):
    page.goto("/api/v3/docs/")

    expect(page.get_by_role("heading", name="Amnesty G48")).to_be_visible()
    assert problems == []

"""All of the CMS but its editor of pages, under a strict Content-Security-Policy."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, ObjectList
from wagtail.images.widgets import AdminImageChooser
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow

from base.models import Image
from blog.models import BlogPage
from tests.browser.judges import DRAFTAIL_HINT, other_than

from .cms import choose, edit, jpeg, pick_day

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


def test_whatever_the_menu_leads_to_opens(cms_page, blog, problems):
    page = cms_page
    page.goto("/cms/")
    expect(page.locator(".sidebar")).to_be_visible()
    links = page.locator(".sidebar a[href^='/cms/']")
    addresses = set(links.evaluate_all("links => links.map(link => link.href)"))

    for address in addresses:
        page.goto(address)
        expect(page.locator(".sidebar")).to_be_visible()

    assert len(addresses) > 15
    assert other_than((DRAFTAIL_HINT, LOCALTIME), problems) == []


def test_several_pictures_are_uploaded_at_once(cms_page, blog, problems):
    page = cms_page
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


def test_a_focal_point_is_dragged(cms_page, pictures, problems):
    page = cms_page
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


def test_a_group_is_given_pages(cms_page, blog, problems):
    group = Group.objects.create(name="Translators")
    page = cms_page
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


def test_a_workflow_is_given_tasks_and_pages(cms_page, blog, problems):
    workflow = Workflow.objects.create(name="Four eyes")
    GroupApprovalTask.objects.create(name="Second look")
    page = cms_page
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


def test_the_site_history_is_filtered_by_date(cms_page, vigil, administrator, problems):
    log(vigil, "wagtail.edit", user=administrator)
    page = cms_page
    page.goto("/cms/reports/site-history/")
    entry = page.get_by_role("link", name=vigil.title).first
    expect(entry).to_be_visible()
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Date", exact=True).click()
    pick_day(page, page.get_by_placeholder("Date from"), 15, next_month=True)

    expect(entry).to_have_count(0)
    assert problems == []


def test_several_pictures_are_chosen_at_once(
    cms_page, vigil, pictures, no_autosave, panel_of_several_choosers, problems
):
    page = cms_page
    edit(page, vigil)
    page.get_by_role("button", name="Add picture").click()
    for picture in pictures:
        page.get_by_role("checkbox", name=picture.title).check()
    page.get_by_role("button", name="Confirm selection").click()

    expect(page.locator("[data-chooser-title]:visible")).to_have_text(
        ["Candle", "Street"]
    )
    assert problems == []


def test_a_page_shows_the_way_to_its_editor(cms_page, blog, problems):
    page = cms_page
    page.goto("/blog/")
    page.get_by_role("button", name="View Wagtail quick actions").click()
    page.get_by_role("menuitem", name="Edit this page").click()

    expect(page.locator("#id_title")).to_have_value("Blog")
    assert problems == []


def test_the_reference_of_the_api_opens(page, blog, problems):
    page.goto("/api/v3/docs/")

    expect(page.get_by_role("heading", name="Amnesty G48")).to_be_visible()
    assert problems == []

"""What is done in the CMS with a browser, and with what."""

from io import BytesIO

import PIL.Image
from playwright.sync_api import expect


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

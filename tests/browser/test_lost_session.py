"""Nothing that an editor wrote is lost when the session or the connection is."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from blog.models import BlogPage
from tests.browser.contexts import sign_in

from .cms import add_block, draft, edit

pytestmark = pytest.mark.browser
TEXT = "Vigil in the rain"


@pytest.fixture(autouse=True)
def quick_autosave(settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 300  # milliseconds


def type_title(page, text=TEXT):
    page.wait_for_timeout(2500)  # Wagtail looks for changes from then on
    page.locator("#id_title").fill(text)


def sign_out_elsewhere():
    Session.objects.all().delete()


def warning(page):
    return page.locator(".footer__container[data-controller=w-messages]")


def offered(page):
    return page.get_by_role("region", name="Not saved")


def write_while_signed_out(page):
    """Type a title after the session has ended, and save it: that leads to signing in."""
    sign_out_elsewhere()
    type_title(page)
    expect(warning(page)).to_contain_text("You’re signed out")
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile("/account/login/"))


def test_signing_out_elsewhere_is_said_as_soon_as_one_is_back(cms_page, vigil):
    page = cms_page
    edit(page, vigil)
    sign_out_elsewhere()
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(warning(page)).to_contain_text(
        "You’re signed out, so nothing is being saved"
    )


def test_what_is_written_while_signed_out_is_saved_after_signing_in_elsewhere(
    cms_page, vigil, administrator, live_server
):
    page = cms_page
    edit(page, vigil)
    sign_out_elsewhere()
    type_title(page)
    expect(warning(page)).to_contain_text("You’re signed out")
    sign_in(page.context, live_server.url, administrator)
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", "saved"
    )
    expect(page.get_by_text("You’re signed out")).to_have_count(0)
    assert draft(vigil).title == TEXT


def test_what_was_written_is_offered_after_signing_in(
    cms_page, vigil, administrator, live_server
):
    page = cms_page
    edit(page, vigil)
    add_block(page, "Paragraph").locator("[contenteditable=true]").fill(
        "Bring a candle"
    )
    page.wait_for_timeout(3000)
    write_while_signed_out(page)
    sign_in(page.context, live_server.url, administrator)
    edit(page, vigil)
    expect(offered(page)).to_be_visible()
    offered(page).get_by_role("button", name="Save what I wrote").click()
    page.get_by_role("status").get_by_text("has been").wait_for()

    expect(page.locator("#id_title")).to_have_value(TEXT)
    expect(page.get_by_text("Bring a candle").last).to_be_visible()
    expect(offered(page)).to_have_count(0)
    assert draft(vigil).title == TEXT


def test_what_was_saved_is_not_offered(cms_page, vigil):
    page = cms_page
    edit(page, vigil)
    type_title(page)
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("status").get_by_text("has been").wait_for()
    edit(page, vigil)

    expect(offered(page)).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0


def test_a_new_post_is_offered_too(cms_page, blog, administrator, live_server):
    page = cms_page
    address = f"/cms/pages/add/blog/blogpage/{blog.pk}/"
    page.goto(address)
    write_while_signed_out(page)
    sign_in(page.context, live_server.url, administrator)
    page.goto(address)
    offered(page).get_by_role("button", name="Save what I wrote").click()
    page.get_by_role("status").get_by_text("created").wait_for()

    assert draft(BlogPage.objects.get()).title == TEXT
    page.goto(address)
    expect(offered(page)).to_have_count(0)


def test_it_can_be_discarded(cms_page, vigil, administrator, live_server):
    page = cms_page
    edit(page, vigil)
    write_while_signed_out(page)
    sign_in(page.context, live_server.url, administrator)
    edit(page, vigil)
    offered(page).get_by_role("button", name="Discard it").click()
    page.reload()

    expect(page.locator("#id_title")).to_have_value(vigil.title)
    expect(offered(page)).to_have_count(0)


def test_nobody_else_is_offered_it(cms_page, vigil, editor, live_server):
    page = cms_page
    edit(page, vigil)
    write_while_signed_out(page)
    sign_in(page.context, live_server.url, editor)
    edit(page, vigil)

    expect(page.locator("#id_title")).to_have_value(vigil.title)
    expect(offered(page)).to_have_count(0)


def test_a_token_of_an_older_session_is_renewed_by_itself(
    cms_page, vigil, administrator, live_server
):
    page = cms_page
    edit(page, vigil)
    page.context.clear_cookies()
    sign_in(page.context, live_server.url, administrator)
    type_title(page)

    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", "saved"
    )
    assert draft(vigil).title == TEXT


def test_a_site_that_cannot_be_reached_is_said_and_waited_for(cms_page, vigil):
    page = cms_page
    edit(page, vigil)
    page.context.set_offline(True)
    type_title(page)
    expect(warning(page)).to_contain_text("The site can’t be reached")
    page.context.set_offline(False)

    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", "saved"
    )
    assert draft(vigil).title == TEXT


def test_a_server_that_fails_is_said(cms_page, vigil):
    page = cms_page
    edit(page, vigil)
    page.route(
        f"**/pages/{vigil.pk}/edit/",
        lambda route: route.fulfill(status=500, body="Sorry"),
    )
    type_title(page)

    expect(warning(page)).to_contain_text("Your latest changes couldn’t be saved")

"""Moderators decide with a phone."""

import pytest
from playwright.sync_api import expect

from comments import writing
from comments.models import CommentSettings
from tests.factories import BlogPageFactory

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}


@pytest.fixture
def comments(new_page, blog):
    post = BlogPageFactory(parent=blog, title="Letters")
    CommentSettings.for_site(blog.get_site())
    return [
        writing.create_comment(
            post, name=name, email=f"{name}@example.org", text=f"{name} wrote a letter."
        )
        for name in ("minji", "jun")
    ]


def is_wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_moderator_approves_on_a_phone_and_takes_it_back(
    new_page, comments, moderator, problems
):
    page = new_page(user=moderator, **PHONE)
    page.goto("/cms/")
    page.get_by_role("link", name="2 comments wait for you").click()
    assert not is_wider_than_the_screen(page)

    page.get_by_role("button", name="Approve the comment of minji").click()
    expect(page.get_by_role("status").first).to_contain_text("1 comment is published.")
    expect(page.get_by_text("minji wrote a letter.")).to_have_count(0)
    assert not is_wider_than_the_screen(page)

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("1 comment is as it was.")
    expect(page.get_by_text("minji wrote a letter.")).to_be_visible()
    assert problems == []


def test_a_moderator_approves_all_at_once(new_page, comments, moderator, problems):
    page = new_page(user=moderator, **PHONE)
    page.goto("/cms/comments/")
    page.get_by_role("checkbox", name="Select all").first.check()
    page.get_by_role("link", name="Approve the chosen comments").click()
    expect(page.get_by_text("2 comments:")).to_be_visible()
    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_role("status").first).to_contain_text(
        "2 comments are published."
    )
    assert problems == []


def test_a_selected_passage_is_taken_out(new_page, comments, moderator, problems):
    page = new_page(user=moderator, **PHONE)
    page.goto(f"/cms/comments/{comments[0].pk}/")
    assert not is_wider_than_the_screen(page)
    page.locator("[data-redact-into]").select_text()
    expect(page.get_by_label("Passage to take out")).to_have_value(
        "minji wrote a letter."
    )
    page.get_by_role("button", name="Take it out").click()

    expect(page.locator("[data-redact-into]")).to_have_text(
        "▇▇▇ removed by a moderator"
    )
    assert problems == []

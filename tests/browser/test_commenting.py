"""People comment with a real browser: on a phone, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.factories import create_comment, publish

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sent_at_once")]

PHONE = {"viewport": {"width": 320, "height": 640}}
with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with scripts", "without scripts"]
)


@pytest.fixture
def comment(post):
    made = create_comment(post, name="Minji", email="minji@example.org", text="First.")
    publish(made)
    return made


def fill_in(page, text):
    page.get_by_label("Your comment").fill(text)
    page.get_by_label("Name", exact=True).fill("Jun")
    page.get_by_label("E-mail").fill("jun@example.org")


@with_and_without_scripts
def test_a_visitor_comments_and_confirms(new_page, post, problems, mailoutbox, scripts):
    page = new_page(java_script_enabled=scripts, **PHONE)
    page.goto(post.url)
    if not scripts:
        page.get_by_role("link", name="Leave a reply").click()
    fill_in(page, "나도 편지를 쓰고 싶어요.")
    page.get_by_label("Remember me on this browser").check()
    page.get_by_role("button", name="Post this comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    page.goto(re.search(r"/comments/confirm/\S+", mailoutbox[0].body)[0])
    page.get_by_role("button", name="Post this comment").click()

    expect(page).to_have_url(re.compile(r"#comment-\d+$"))
    expect(page.get_by_text("Only you can see it")).to_be_visible()
    assert problems == []


@with_and_without_scripts
def test_a_refused_comment_comes_back_with_its_text(new_page, post, scripts):
    page = new_page(java_script_enabled=scripts, **PHONE)
    page.goto(post.url)
    if not scripts:
        page.get_by_role("link", name="Leave a reply").click()
    fill_in(page, "Do not lose this.")
    page.get_by_label("E-mail").fill("jun")
    page.get_by_role("button", name="Post this comment").click()

    expect(page.get_by_role("alert")).to_contain_text("not a whole e-mail address")
    expect(page.get_by_label("Your comment")).to_have_value("Do not lose this.")
    if scripts:
        expect(page.get_by_role("alert")).to_be_focused()


def test_a_reply_opens_where_it_belongs_and_takes_the_keyboard(
    new_page, comment, post, problems
):
    page = new_page(**PHONE)
    page.goto(post.url)
    page.get_by_role("link", name="Reply to Minji").press("Enter")

    form = page.locator(f"#comment-{comment.pk} form")
    expect(form.get_by_label("Your comment")).to_be_focused()
    assert problems == []


def test_what_was_typed_is_there_again_after_a_reload(new_page, post):
    page = new_page()
    page.goto(post.url)
    fill_in(page, "Half a thou")

    page.reload()
    page.locator("#reply").scroll_into_view_if_needed()

    expect(page.get_by_label("Your comment")).to_have_value("Half a thou")


def test_enter_in_a_field_sends_nothing(new_page, post):
    page = new_page()
    page.goto(post.url)
    fill_in(page, "")

    page.get_by_label("Name", exact=True).press("Enter")

    expect(page).to_have_url(re.compile(re.escape(post.url) + "$"))
    assert not Comment.objects.exists()

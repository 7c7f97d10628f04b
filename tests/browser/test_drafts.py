"""What was typed is kept until it is sent, and is sent whenever the button is pressed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from comments.models import Comment, PendingComment
from tests.processes import program

from .contexts import ARGUMENTS, HERE, TIMEOUT

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sent_at_once")]

BUTTON = "Post this comment"


@pytest.fixture
def page_with_memory(browser, live_server):
    """A page of a browser that, going back, shows pages as they were left: Playwright
    switches that off."""
    chromium = browser.browser_type.launch(
        executable_path=program("chromium"),
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = chromium.new_context(base_url=live_server.url, **HERE)
    context.set_default_timeout(TIMEOUT)
    yield context.new_page()
    chromium.close()


def fill_in(page, text):
    page.get_by_label("Your comment").fill(text)
    page.get_by_label("Name", exact=True).fill("Jun")
    page.get_by_label("E-mail").fill("jun@example.org")


def test_after_going_back_the_form_can_be_sent_again(page_with_memory, post):
    page = page_with_memory
    page.goto(post.url)
    page.evaluate("window.isTheSamePage = true")
    fill_in(page, "First.")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/sent/**")

    page.go_back(wait_until="commit")
    expect(page.get_by_label("Your comment")).to_have_value("First.")
    assert page.evaluate("window.isTheSamePage") is True
    page.get_by_label("Your comment").fill("Second.")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/sent/**")

    texts = PendingComment.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["First.", "Second."]


def test_after_a_dropped_line_the_form_can_be_sent_again(page, post):
    page.goto(reverse("comments:form", args=[post.pk]))
    fill_in(page, "Once more.")
    page.route("**/comments/post/**", lambda route: route.abort("connectionreset"))
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/comments/post/**")

    page.goto(reverse("comments:form", args=[post.pk]))
    expect(page.get_by_label("Your comment")).to_have_value("Once more.")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/sent/**")

    assert PendingComment.objects.get().text == "Once more."


def test_a_stopped_request_can_be_sent_again(page, post):
    page.goto(reverse("comments:form", args=[post.pk]))
    fill_in(page, "Once more.")
    page.route("**/comments/post/**", lambda route: route.abort("aborted"))
    page.get_by_role("button", name=BUTTON).click()
    page.unroute("**/comments/post/**")

    page.wait_for_timeout(2100)  # what is sooner, is a double click
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/sent/**")

    assert PendingComment.objects.get().text == "Once more."


def test_a_double_click_sends_once(page, post):
    page.goto(reverse("comments:form", args=[post.pk]))
    fill_in(page, "Once.")
    requests = []
    page.on("request", lambda request: requests.append(request.method))

    page.get_by_role("button", name=BUTTON).dblclick()
    page.wait_for_url("**/sent/**")

    assert requests.count("POST") == 1


def test_what_a_guest_has_sent_is_forgotten_and_nothing_else(page, post, say):
    parent = say("First.")
    form = reverse("comments:form", args=[post.pk])
    page.goto(f"{form}?reply_to={parent.pk}")
    page.get_by_label("Your comment").fill("Half a reply")
    page.goto(form)
    fill_in(page, "A whole comment.")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/sent/**")

    page.goto(form)
    expect(page.get_by_label("Your comment")).to_have_value("")
    page.goto(f"{form}?reply_to={parent.pk}")
    expect(page.get_by_label("Your comment")).to_have_value("Half a reply")


@pytest.mark.parametrize("hold_which", ["none", "all"])
def test_what_a_member_has_sent_is_forgotten(new_page, post, member, hold, hold_which):
    hold(hold_which)
    page = new_page(user=member)
    page.goto(post.url)
    page.get_by_label("Your comment").fill("Mine.")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**#comment-*")

    for _time in range(2):
        page.locator("#reply").scroll_into_view_if_needed()
        expect(page.get_by_label("Your comment")).to_have_value("")
        page.reload()

    assert Comment.objects.get().comment == "Mine."


def test_what_came_back_with_an_error_is_not_forgotten(page, post):
    form = reverse("comments:form", args=[post.pk])
    page.goto(form)
    fill_in(page, "Do not lose this.")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("alert").wait_for()

    page.goto(page.url)  # by the address bar

    page.wait_for_url(f"**{form}")
    expect(page.get_by_label("Your comment")).to_have_value("Do not lose this.")


def test_what_is_pasted_stays_whole_and_is_said_to_be_too_long(page, post):
    page.goto(reverse("comments:form", args=[post.pk]))

    page.get_by_label("Your comment").fill("x" * 3011)

    expect(page.get_by_text("11 characters too many")).to_be_visible()
    assert len(page.get_by_label("Your comment").input_value()) == 3011


@pytest.mark.parametrize("text", [("a" * 14 + "\n") * 200, "\N{CANDLE}" * 3000])
def test_the_browser_counts_as_the_site_does(page, post, text):
    page.goto(reverse("comments:form", args=[post.pk]))
    fill_in(page, text)
    left = 3000 - len(text.strip())

    expect(page.get_by_text(f"{left} characters left")).to_be_visible()
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/sent/**")

    assert PendingComment.objects.get().text == text.strip()


SAVE = "Save my name and email in this browser for next time"


def test_name_and_email_are_saved_only_when_asked_and_until_told_otherwise(
    new_page, post, other_post
):
    page = new_page()
    name, email = page.get_by_label("Name", exact=True), page.get_by_label("E-mail")
    page.goto(reverse("comments:form", args=[post.pk]))
    fill_in(page, "One.")
    expect(page.get_by_label(SAVE)).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0

    page.get_by_label(SAVE).check()
    page.goto(reverse("comments:form", args=[other_post.pk]))
    expect(name).to_have_value("Jun")
    expect(email).to_have_value("jun@example.org")
    expect(page.get_by_label("Your comment")).to_have_value("")

    page.get_by_label(SAVE).uncheck()
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_without_scripts_nothing_offers_to_save_a_name(new_page, post):
    page = new_page(java_script_enabled=False)
    page.goto(reverse("comments:form", args=[post.pk]))

    expect(page.get_by_label(SAVE)).to_be_hidden()


def test_a_browser_that_keeps_nothing_can_still_send(new_page, post):
    page = new_page()
    page.add_init_script(
        "for (const kind of ['sessionStorage', 'localStorage'])"
        " Object.defineProperty(window, kind, { get() { throw new Error('off') } })"
    )
    page.goto(reverse("comments:form", args=[post.pk]))
    fill_in(page, "Mine.")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/sent/**")

    assert PendingComment.objects.get().text == "Mine."

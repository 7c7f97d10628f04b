"""A new site can be read by everybody: on a phone, in the dark, by keyboard, by ear, on
paper, with large letters, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.contexts import HERE, TIMEOUT, watch
from tests.browser.judges import (
    CUT_WORDS,
    SCHEMES,
    SCROLLS_SIDEWAYS,
    WIDER_THAN_THE_WINDOW,
    WIDTHS,
    faults,
    window,
)

pytestmark = pytest.mark.browser
PAGES = {
    "home": "/",
    "about": "/about/",
    "history": "/history/",
    "entry": "/history/1985-the-section-is-dissolved/",
    "blog": "/blog/",
    "tag": "/blog/tag/meetings/",
    "post": "/blog/what-we-campaign-for/",
    "search": "/search/?q=candle",
    "topics": "/topics/",
    "nowhere": "/nowhere/",
}
# Where the keyboard is: what it is, whether it can be seen and that it has the focus.
FOCUS = """() => {
    const element = document.activeElement;
    const { x, y, width, height } = element.getClientRects()[0];
    // Of a large field browsers show the line to write on.
    const line = Math.min(height / 2, 20);
    const onTop = document.elementFromPoint(x + width / 2, y + line);
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
        what: element.outerHTML.slice(0, 120),
        isBody: element === document.body,
        isInView: element.contains(onTop),
        isMarked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    };
}"""
CAN_HAVE_FOCUS = 'a[href], button, input:not([type="hidden"]), [tabindex="0"]'
every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())


@pytest.fixture
def visit(browser, served, problems):
    """Opens an address of the served site; it takes Playwright's options for a context."""
    contexts = []

    def note_harmless(message):  # which `watch` leaves out
        if message.type != "error":
            problems.append(f"{message.type}: {message.text}")

    def visit(address, **options):
        context = browser.new_context(base_url=served.url, **HERE | options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        watch(context, served.url, problems, options.get("java_script_enabled", True))
        context.on("console", note_harmless)
        page = context.new_page()
        go(page, address)
        return page

    yield visit
    for context in contexts:
        context.close()


def go(page, address):
    """Open `address`, which must be what it should be: an error page has few faults."""
    answer = page.goto(address)
    assert answer.status == (404 if address == PAGES["nowhere"] else 200)


# --- Eyes and ears


@pytest.mark.parametrize("width", WIDTHS)
@every_page
def test_everybody_can_perceive_and_use_a_page(visit, address, width):
    page = visit(address, viewport=window(width), reduced_motion="reduce")

    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found[scheme] = faults(page)

    assert found == {"light": {}, "dark": {}}


@every_page
def test_no_page_scrolls_sideways(visit, address):
    page = visit(address)

    wider = {}
    for width in WIDTHS:
        page.set_viewport_size(window(width))
        if page.evaluate(SCROLLS_SIDEWAYS):
            wider[width] = page.evaluate(WIDER_THAN_THE_WINDOW)

    assert len(WIDTHS) > 1
    assert wider == {}


@every_page
def test_no_word_of_a_heading_is_cut(visit, address):
    page = visit(address)

    for width in [*WIDTHS, 1024, 1280]:
        page.set_viewport_size(window(width))
        assert (width, page.evaluate(CUT_WORDS)) == (width, [])


@every_page
def test_twice_the_letter_size_does_not_scroll_sideways(visit, address):
    page = visit(address, viewport=window(1280))
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert not page.evaluate(SCROLLS_SIDEWAYS), page.evaluate(WIDER_THAN_THE_WINDOW)


@every_page
def test_the_browser_has_nothing_to_complain_of(visit, address, problems):
    page = visit(address)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # pictures come late
    page.wait_for_load_state("networkidle")

    own_answer = "status of 404" if address == PAGES["nowhere"] else "never"
    assert [problem for problem in problems if own_answer not in problem] == []


@every_page
def test_a_page_reads_the_same_without_scripts(visit, address):
    with_scripts = visit(address).locator("body").inner_text()

    assert visit(address, java_script_enabled=False).inner_text("body") == with_scripts


# --- Keyboard


def test_the_first_key_shows_the_way_to_the_content(visit):
    page = visit("/history/")
    page.keyboard.press("Tab")

    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()


def test_the_way_to_the_content_leads_there(visit):
    page = visit("/history/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")

    expect(page.locator("main a").first).to_be_focused()


@every_page
def test_all_that_can_be_used_is_reached_by_keyboard(visit, address):
    page = visit(address)
    usable = page.locator(CAN_HAVE_FOCUS).count()

    assert len(stops(page, usable + 5)) == usable


@every_page
def test_the_keyboard_shows_where_it_is(visit, address):
    page = visit(address, viewport=window(768), reduced_motion="reduce")
    usable = page.locator(CAN_HAVE_FOCUS).count()

    hidden = [
        stop["what"]
        for stop in stops(page, usable)
        if not (stop["isInView"] and stop["isMarked"])
    ]
    assert hidden == []


def stops(page, limit):
    """Where the tabulator stops on its way through the page, in order."""
    found = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["isBody"]:
            break
        found.append(stop)
    return found


# --- Timeline


@pytest.mark.parametrize("year", [1972, 1992, 2010])
def test_a_year_leads_to_its_entries(visit, year):
    page = visit("/history/", reduced_motion="reduce")
    page.get_by_role("navigation", name="Years").get_by_text(str(year)).click()

    expect(page.locator(f"#year-{year} .entry").first).to_be_in_viewport()


@pytest.mark.parametrize(
    ("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")]
)
def test_nothing_glides_where_that_is_not_wanted(visit, motion, behaviour):
    page = visit("/history/", reduced_motion=motion)

    scrolling = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(scrolling) == behaviour


@pytest.mark.parametrize(
    ("motion", "animations"), [("reduce", 0), ("no-preference", 1)]
)
def test_the_flame_stands_still_where_that_is_wanted(visit, motion, animations):
    page = visit("/", viewport=window(1440), reduced_motion=motion)

    assert page.evaluate("document.getAnimations().length") == animations


def test_the_printed_history_has_all_years(visit):
    page = visit("/history/")
    years = page.locator(".timeline__figure").all_inner_texts()

    paper = page.pdf(outline=True, tagged=True)

    # Chromium names a heading twice that it moved to the next sheet.
    printed = re.findall(rb"/Title \((\d{4})(?:\1)?\)", paper)
    assert [year.decode() for year in printed] == years


@pytest.mark.parametrize("part", ["nav", ".skip-link", ".search-form"])
def test_paper_has_no_ways_to_elsewhere(visit, part):
    page = visit("/history/" if part != ".search-form" else "/search/")
    page.emulate_media(media="print")

    assert page.locator(part).count() > 0
    assert page.locator(part).filter(visible=True).count() == 0

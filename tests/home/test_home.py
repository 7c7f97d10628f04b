"""The home page, and what stands on every page."""

import re

import pytest

from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    StandardPageFactory,
    call_to_action,
    gallery,
    link_to,
    paragraph,
    picture,
    queries_of,
)
from tests.hidden import hide_things

from .answers import part


def names_in(text):
    """What stands between a part's tags, one after the other."""
    return [name.strip() for name in re.findall(r">([^<]+)<", text) if name.strip()]


def menu(response):
    return names_in(part(response, '<nav class="masthead__nav"', "</nav>"))


def breadcrumbs(response):
    return names_in(part(response, '<nav class="breadcrumbs"', "</nav>"))


# --- What it costs


def fill(home_page, blog, times):
    """Make the home page and the blog `times` as large."""
    authors = AuthorFactory.create_batch(times)
    for _ in range(3 * times):
        tags = [f"tag {number}" for number in range(times)]
        BlogPageFactory(parent=blog, tags=tags, authors=authors, cover=ImageFactory())
    posts = blog.get_children()[:times]
    home_page.body = [
        *[picture(ImageFactory()) for _ in range(times)],
        gallery(*ImageFactory.create_batch(2 * times)),
        *[paragraph(f"<p>{link_to(post)}</p>") for post in posts],
        *[call_to_action(page=post) for post in posts],
    ]
    home_page.save()


def test_the_home_page_costs_the_same_few_queries_however_much_there_is(
    client, home_page, blog
):
    fill(home_page, blog, times=1)
    before = queries_of(client, "/")
    fill(home_page, blog, times=10)

    assert queries_of(client, "/") == before <= 20


# --- The home page


def test_the_home_page_shows_the_latest_posts_the_newest_first(client, blog):
    for day in [2, 1, 4, 3]:
        BlogPageFactory(parent=blog, title=f"Of day {day}", date=f"2024-01-0{day}")

    shown = re.findall(r"Of day \d", client.get("/").text)

    assert shown == ["Of day 4", "Of day 3", "Of day 2"]


def test_the_home_page_shows_nothing_of_what_is_hidden(
    client, home_page, blog, history
):
    hide_things(home_page, blog, history)

    assert "telltale" not in client.get("/").text.lower()


def test_the_home_page_shows_the_posts_although_newer_ones_are_hidden(
    client, home_page, blog, history
):
    hide_things(home_page, blog, history)
    BlogPageFactory(parent=blog, title="An old one", date="1999-12-31")

    assert "An old one" in client.get("/").text


def test_the_quotation_is_shown_with_who_said_it(client, home_page):
    home_page.quotation = "Better to light a candle"
    home_page.quotation_author = "Peter Benenson"
    home_page.save()

    assert "“Better to light a candle”" in client.get("/").text
    assert "<b>Peter Benenson</b>" in client.get("/").text


# --- What stands on every page


def test_the_menu_has_the_pages_marked_for_it_in_the_order_of_the_tree(
    client, home_page, history, blog
):
    StandardPageFactory(parent=home_page, title="About", show_in_menus=True)
    StandardPageFactory(parent=home_page, title="Not here", show_in_menus=False)
    for page in [history, blog]:
        page.show_in_menus = True
        page.save()

    assert menu(client.get("/")) == ["History", "Blog", "About", "Search"]


def test_the_menu_has_no_hidden_page(client, home_page, blog, history):
    hide_things(home_page, blog, history)

    assert menu(client.get("/")) == ["Blog", "History", "Search"]


def test_the_menu_has_no_page_below_a_page_of_it(client, home_page):
    about = StandardPageFactory(parent=home_page, title="About", show_in_menus=True)
    StandardPageFactory(parent=about, title="Further", show_in_menus=True)

    assert menu(client.get("/")) == ["About", "Search"]


@pytest.mark.parametrize(
    ("title", "current"), [("About", "page"), ("Further", "true")], ids=str
)
def test_the_menu_says_where_the_reader_is(client, home_page, title, current):
    about = StandardPageFactory(parent=home_page, title="About", show_in_menus=True)
    further = StandardPageFactory(parent=about, title="Further")
    page = {"About": about, "Further": further}[title]

    shown = part(client.get(page.url), '<nav class="masthead__nav"', "</nav>")

    assert f'<a href="/about/" aria-current="{current}">About</a>' in shown


def test_breadcrumbs_lead_from_the_home_page_to_the_page(client, home_page):
    about = StandardPageFactory(parent=home_page, title="About")
    further = StandardPageFactory(parent=about, title="Further")

    assert breadcrumbs(client.get(further.url)) == ["Home", "About", "Further"]


def test_breadcrumbs_leave_out_a_page_that_is_not_published(client, home_page):
    draft = StandardPageFactory(parent=home_page, title="TELLTALE", live=False)
    further = StandardPageFactory(parent=draft, title="Further")

    response = client.get(further.url)

    assert breadcrumbs(response) == ["Home", "Further"]
    assert "TELLTALE" not in response.text


def test_the_banner_and_the_address_stand_on_every_page(client, site_settings, blog):
    site_settings.banner = "<p>We meet on Saturday.</p>"
    site_settings.contact_email = "group@example.org"
    site_settings.social_links = [
        ("link", {"name": "Mastodon", "url": "https://social.example.org/@g48"})
    ]
    site_settings.save()

    for address in ["/", "/blog/", "/search/", "/nowhere/"]:
        shown = client.get(address).text
        assert "We meet on Saturday." in shown
        assert 'href="mailto:group@example.org"' in shown
        assert 'href="https://social.example.org/@g48"' in shown

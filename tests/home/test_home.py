"""The home page, standard pages, and what stands on every page."""

import json
import re

import html5lib
import pytest
from wagtail.models import Page, Site

from base.templatetags.g48 import anchor, lang
from home.models import SiteSettings
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    StandardPageFactory,
    call_to_action,
    gallery,
    heading,
    hide_things,
    link_to,
    paragraph,
    picture,
    queries_of,
    restrict,
)


@pytest.fixture
def site_settings(home_page):
    return SiteSettings.for_site(Site.objects.get(is_default_site=True))


def names_in(text):
    """What stands between a part's tags, one after the other."""
    return [name.strip() for name in re.findall(r">([^<]+)<", text) if name.strip()]


def part(response, beginning, end):
    return response.text.partition(beginning)[2].partition(end)[0]


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


# --- Who may see it


@pytest.mark.parametrize("where", ["the page", "a page above", "the root"])
def test_a_restricted_page_asks_visitors_to_sign_in(client, home_page, where):
    above = StandardPageFactory(parent=home_page, title="Above")
    page = StandardPageFactory(parent=above, title="Page")
    root = Page.get_first_root_node()
    restrict({"the page": page, "a page above": above, "the root": root}[where])

    response = client.get("/above/page/")

    assert response.status_code == 302
    assert response["Location"].startswith("/_util/login/")


def test_a_page_beside_a_restricted_one_is_open(client, home_page):
    restrict(StandardPageFactory(parent=home_page, title="One"))
    # The path in the tree of the one begins like that of the other.
    StandardPageFactory.create_batch(12, parent=home_page)

    assert {
        client.get(page.url).status_code for page in home_page.get_children()[1:]
    } == {200}


def test_an_alias_of_an_alias_is_as_restricted_as_the_page(client, home_page):
    source = StandardPageFactory(parent=home_page, title="Source")
    alias = source.create_alias(update_slug="alias")
    below = StandardPageFactory(
        parent=alias.create_alias(update_slug="second"), title="Below"
    )
    restrict(source)

    assert client.get("/second/").status_code == 302
    assert client.get(below.url).status_code == 302


def test_a_page_with_a_password_opens_with_it(client, home_page):
    page = StandardPageFactory(parent=home_page, title="Secret", introduction="Hello.")
    restrict(page, "password", password="candle")
    form = client.get(page.url)
    restriction = page.get_view_restrictions().get()

    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "candle", "return_url": page.url},
    )

    assert "Hello." not in form.text
    assert "Hello." in client.get(page.url).text


def test_a_draft_is_not_found(client, home_page):
    page = StandardPageFactory(parent=home_page, title="Draft", live=False)

    assert client.get(page.url).status_code == 404


# --- In Korean


@pytest.mark.parametrize(
    ("text", "is_korean"),
    [
        ("인권", True),
        ("국제앰네스티 한국지부 G48", True),
        ("ㅋㅋㅋ", True),
        ("Amnesty", False),
        ("Amnesty International Korea (한국)", False),
        ("2024", False),
        ("", False),
    ],
)
def test_what_is_mostly_korean_says_so(text, is_korean):
    assert bool(lang(text)) is is_korean


def test_a_korean_title_says_so_wherever_it_stands(client, home_page):
    page = StandardPageFactory(parent=home_page, title="우리는", show_in_menus=True)
    StandardPageFactory(parent=page, title="Further")

    for address in ["/", page.url, page.url + "further/"]:
        elements = html5lib.parse(client.get(address).text, namespaceHTMLElements=False)
        found = list(find_text(elements.find("body"), "우리는"))
        assert found
        assert set(found) == {"ko"}


def find_text(element, text, language="en-GB"):
    """The language of each element whose own text is `text`."""
    language = element.get("lang", language)
    if (element.text or "").strip() == text:
        yield language
    for child in element:
        yield from find_text(child, text, language)


def test_a_korean_address_leads_to_its_page(client, home_page):
    page = StandardPageFactory(parent=home_page, title="세계 인권 선언")

    assert page.slug == "세계-인권-선언"
    assert client.get(page.url).status_code == 200


# --- Headings


def test_a_heading_can_be_linked_to(client, home_page):
    page = StandardPageFactory(parent=home_page, body=[heading("Who we are")])

    assert '<h2 id="who-we-are">Who we are</h2>' in client.get(page.url).text


@pytest.mark.parametrize("text", ["!", "🕯", "…"])
def test_a_heading_without_letters_has_no_empty_id(client, home_page, text):
    page = StandardPageFactory(parent=home_page, body=[heading(text)])

    assert anchor(text) == ""
    assert 'id=""' not in client.get(page.url).text


# --- What cannot be smuggled in


def test_what_editors_write_is_never_html(client, home_page, site_settings):
    attack = "\"'><script>alert(1)</script>"
    home_page.title = home_page.seo_title = home_page.search_description = attack
    home_page.quotation = home_page.quotation_author = attack
    home_page.quotation_role = attack
    home_page.save()
    StandardPageFactory(
        parent=home_page, title=attack, slug="attack", introduction=attack,
        show_in_menus=True, body=[heading(attack)],
    )  # fmt: skip
    site_settings.social_links = [
        ("link", {"name": attack, "url": "https://example.org"})
    ]
    site_settings.save()

    for address in ["/", "/attack/"]:
        shown = client.get(address).text
        assert "alert(1)" in shown
        assert "<script>" not in shown


def test_a_title_cannot_end_the_structured_data(client, home_page):
    title = "</script><!-- <script> & \u2028"
    StandardPageFactory(parent=home_page, title=title, slug="attack")

    text = part(
        client.get("/attack/"), '<script type="application/ld+json">', "</script>"
    )

    assert title in json.dumps(json.loads(text), ensure_ascii=False)
    assert not set("<>&\u2028") & set(text)

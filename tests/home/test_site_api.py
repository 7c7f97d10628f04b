"""The search, the menus, the settings and the redirects of the API."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from home.models import SiteSettings
from tests.factories import (
    BlogPageFactory,
    StandardPageFactory,
    link_to,
)

API = "/api/v3"


# --- Search


def test_the_search_finds_what_the_page_finds(client, titles, posts, home_page):
    StandardPageFactory(
        parent=home_page, title="About", introduction="We write letters to many."
    )
    assert sorted(titles("search/?q=letter")) == [
        "About",
        "Candles",  # by its tag
        "Letters",
    ]
    assert len(titles("search/?q=letter&limit=1")) == 1
    found = client.get(f"{API}/search/?q=many&fields=excerpt,type").json()
    assert found["count"] == 1
    assert found["items"][0]["type"] == "home.StandardPage"
    assert "many" in found["items"][0]["excerpt"]


@pytest.mark.parametrize("text", ["", "%22", "%00", "%20%20", "NOT", "(", "*"])
def test_the_search_takes_any_text(titles, posts, text):
    assert titles(f"search/?q={text}") == []


# --- What stands on every page


def test_the_menu_is_told(client, home_page, blog):
    StandardPageFactory(parent=home_page, title="Hidden", live=False)
    [item] = client.get(f"{API}/menus/").json()["main"]

    assert (item["title"], item["type"]) == ("Blog", "blog.BlogIndexPage")
    assert item["url"] == blog.full_url


def test_the_settings_of_the_site_are_told(client, home_page):
    settings = SiteSettings.for_site(home_page.get_site())
    settings.contact_email = "group@example.org"
    settings.banner = f"<p>{link_to(home_page)}</p>"
    settings.social_links = [("link", {"name": "M", "url": "https://m.example.org/"})]
    settings.save()
    answer = client.get(f"{API}/settings/").json()

    assert answer["contact_email"] == "group@example.org"
    assert answer["banner"] == '<p><a href="/">Amnesty G48</a></p>'
    assert answer["social_links"] == [{"name": "M", "url": "https://m.example.org/"}]


@pytest.mark.parametrize("path", ["/2012/편지/", "/2012/%ED%8E%B8%EC%A7%80"])
def test_an_old_address_is_found(client, blog, path):
    post = BlogPageFactory(parent=blog)
    Redirect.add_redirect("/2012/편지/", redirect_to=post)
    answer = client.get(f"{API}/redirects/find/", {"html_path": path}).json()

    assert answer["location"] == f"http://testserver{post.url}"
    assert answer["page"] == post.pk
    assert answer["is_permanent"] is True


@pytest.mark.parametrize("path", ["//[", "/never/", "", "?"])
def test_where_no_redirect_leads_from_is_said(client, blog, path):
    answer = client.get(f"{API}/redirects/find/", {"html_path": path})

    assert answer.status_code == 404

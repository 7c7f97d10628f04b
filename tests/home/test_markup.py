"""Every page is well-formed, asks no other host and has no broken link."""

import re
from collections import Counter
from urllib.parse import urlsplit

import html5lib
import pytest
from django.template.loader import render_to_string

from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
)

from .full_site import PAGES

PAGES_WITHOUT_AUTHOR = [address for address in PAGES if "{author}" not in address]
assert len(PAGES_WITHOUT_AUTHOR) > 5


# --- Browsers


def test_every_page_is_well_formed(client, full_site):
    author = AuthorFactory._meta.model.objects.first().slug
    others = ["/search/", "/search/?q=word", "/search/?q=nothing", "/nowhere/"]
    for address in [*PAGES, *others]:
        response = client.get(address.format(author=author))
        assert response.status_code == (404 if address == "/nowhere/" else 200)
        # Strict: the first slip is an error, which names itself.
        html5lib.HTMLParser(strict=True).parse(response.text)


@pytest.mark.parametrize("error", ["400", "403", "404", "500"])
def test_every_page_about_an_error_is_well_formed(db, error):
    html5lib.HTMLParser(strict=True).parse(render_to_string(f"{error}.html"))


def test_no_page_uses_an_id_twice(client, full_site):
    ids = {
        address: Counter(re.findall(r'\sid="([^"]*)"', client.get(address).text))
        for address in PAGES_WITHOUT_AUTHOR
    }

    assert all(ids.values())
    assert {address: found.most_common(1)[0][1] for address, found in ids.items()} == (
        dict.fromkeys(PAGES_WITHOUT_AUTHOR, 1)
    )


def test_no_page_asks_another_host_for_anything(client, full_site):
    for address in PAGES_WITHOUT_AUTHOR:
        text = client.get(address).text
        sources = re.findall(r'\s(?:src|srcset|poster|data)="([^"]*)"', text)
        styles = re.findall(
            r'<link rel="(?:stylesheet|icon|preload)[^>]*href="([^"]*)"', text
        )
        assert styles
        assert {urlsplit(each).netloc for each in sources + styles} == {""}


def test_every_link_of_every_page_leads_somewhere(client, full_site):
    links = {
        link
        for address in PAGES_WITHOUT_AUTHOR
        for link in re.findall(r'<a [^>]*href="(/[^"#]*)', client.get(address).text)
    }

    assert len(links) > 20
    statuses = {link: client.get(link).status_code for link in links}
    assert statuses.pop("/account/") == 302  # to the sign-in
    assert set(statuses.values()) == {200}, statuses


# --- Nothing about those who write


def test_no_page_tells_the_address_of_who_made_it(client, home_page, blog, editor):
    image = ImageFactory(uploaded_by_user=editor)
    post = BlogPageFactory(parent=blog, owner=editor, cover=image, tags=["candle"])
    post.save_revision(user=editor).publish()

    for address in [
        "/",
        "/blog/",
        post.url,
        "/blog/feed/",
        "/blog/tag/candle/",
        "/search/?q=editor",
        "/sitemap.xml",
    ]:
        assert "editor@" not in client.get(address).text

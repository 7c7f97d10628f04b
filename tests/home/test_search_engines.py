"""What search engines and other sites learn of each page, and the site map."""

import datetime
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from base.images.requests import make_due
from base.images.specs import SHARED
from tests.factories import (
    PUBLISHED,
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    MeetingPageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
)
from tests.hidden import hide_things

from .full_site import PAGES


def metas(response):
    """What a shared link tells."""
    return dict(
        re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)"', response.text)
    )


def canonical(response):
    return re.findall(r'<link rel="canonical" href="([^"]*)"', response.text)


def structured_data(response):
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', response.text
    )
    return [each for text in found for each in json.loads(text)["@graph"]]


# --- Search engines and shared links


CANONICAL = {
    "/": "/",
    "/?utm_source=x": "/",
    "/about/": "/about/",
    "/history/1972/": "/history/1972/",
    "/blog/post/?page=2": "/blog/post/",
    "/blog/": "/blog/",
    "/blog/?page=1": "/blog/",
    "/blog/?page=2&utm_source=x": "/blog/?page=2",
    "/blog/2024/": "/blog/2024/",
    "/blog/tag/candle/?page=2": "/blog/tag/candle/?page=2",
    "/blog/tag/촛불/": "/blog/tag/%EC%B4%9B%EB%B6%88/",
    "/blog/선언/": "/blog/%EC%84%A0%EC%96%B8/",
}


def test_every_page_has_one_address_for_search_engines(client, full_site):
    responses = {asked: client.get(asked) for asked in CANONICAL}
    addresses = {
        asked: [f"http://testserver{address}"] for asked, address in CANONICAL.items()
    }

    assert {asked: canonical(each) for asked, each in responses.items()} == addresses
    assert {
        asked: [metas(each)["og:url"]] for asked, each in responses.items()
    } == addresses


def test_what_is_no_page_has_no_address_for_search_engines(client, home_page):
    for address in ["/search/?q=candle", "/nowhere/"]:
        response = client.get(address)
        assert canonical(response) == []
        assert '<meta name="robots" content="noindex">' in response.text


def test_a_shared_post_shows_its_cover_with_its_words(client, blog):
    cover = ImageFactory(description="Candles in a row")
    post = BlogPageFactory(parent=blog, title="Of candles", cover=cover)
    told = metas(client.get(post.url))

    assert told["og:title"] == "Of candles"
    assert told["og:type"] == "article"
    assert told["og:description"] == "What it is about."
    assert told["og:image"].startswith("http")
    assert told["og:image:alt"] == "Candles in a row"
    assert client.get(urlsplit(told["og:image"]).path).status_code == 200


def test_a_shared_page_without_a_picture_shows_that_of_the_site(client, home_page):
    image = metas(client.get("/"))["og:image"]

    assert urlsplit(image).scheme
    assert Path(image).name == "share.png"


def test_a_shared_list_is_named_by_what_it_lists(client, blog):
    BlogPageFactory(parent=blog, tags=["촛불"])

    assert metas(client.get("/blog/tag/촛불/"))["og:title"] == "Posts about 촛불"


@pytest.mark.parametrize(
    ("html", "description"),
    [
        ("<p>Rights &amp; duties</p>", "Rights & duties"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<ul><li>One</li><li>Two</li></ul>", "One Two"),
        ("<p>a &lt;b&gt; c</p>", "a <b> c"),
        (f"<p>{'word ' * 100}</p>", f"{'word ' * 39}word…"),
    ],
)
def test_a_page_is_described_by_its_introduction(history, html, description):
    history.introduction = html

    assert history.description == description


def test_the_description_is_what_somebody_wrote_for_it(client, blog):
    post = BlogPageFactory(parent=blog, search_description='Of "letters" & <more>')
    shown = client.get(post.url).text

    assert (
        '<meta name="description" content="Of &quot;letters&quot; &amp; &lt;more&gt;">'
        in shown
    )


def data_of(client, page):
    return {each["@type"]: each for each in structured_data(client.get(page.url))}


@pytest.mark.parametrize("make", [BlogPageFactory, MeetingPageFactory])
def test_a_post_shows_its_cover_to_programs(client, blog, make):
    cover = ImageFactory(file__width=1300, file__height=700)
    cover.get_renditions(*SHARED)  # of which the worker is asked
    make_due()
    posting = data_of(client, make(parent=blog, cover=cover))

    kinds = {"BlogPosting", "Event"} & posting.keys()
    assert len(kinds) == (2 if make is MeetingPageFactory else 1)
    for kind in kinds:
        image = posting[kind]["image"]
        assert image["url"].startswith("http")
        assert (image["width"], image["height"]) == (1200, 630)


def test_a_shared_picture_says_how_large_it_is(client, blog, home_page):
    cover = ImageFactory(file__width=1300, file__height=700)
    cover.get_renditions(*SHARED)  # of which the worker is asked
    make_due()
    post = BlogPageFactory(parent=blog, cover=cover)

    for address in (post.url, "/"):
        told = metas(client.get(address))
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")


def test_what_nobody_signed_is_the_group_s(client, blog):
    unsigned = data_of(client, BlogPageFactory(parent=blog))["BlogPosting"]
    signed = data_of(
        client, BlogPageFactory(parent=blog, authors=[AuthorFactory(name="Kim")])
    )["BlogPosting"]

    assert [author["name"] for author in unsigned["author"]] == ["Amnesty G48"]
    assert [author["name"] for author in signed["author"]] == ["Kim"]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"venue": "Café Dongne"}, "Café Dongne"),
        ({"venue": ""}, "Seoul"),
        ({"venue": "TELLTALE", "venue_for_members": True}, None),
    ],
)
def test_a_meeting_has_a_place_unless_only_members_may_know_it(
    client, blog, fields, place
):
    event = data_of(client, MeetingPageFactory(parent=blog, **fields))["Event"]

    assert event.get("location", {}).get("name") == place
    assert "TELLTALE" not in json.dumps(event)


def test_the_home_page_says_who_we_are(client, home_page):
    [organization] = structured_data(client.get("/"))

    assert organization["@type"] == "Organization"
    assert organization["name"] == "Amnesty G48"


def test_every_page_below_says_where_it_is(client, full_site):
    lengths = {}
    for address in PAGES:
        if address == "/" or "{author}" in address:
            continue
        data = {each["@type"]: each for each in structured_data(client.get(address))}
        trail = data["BreadcrumbList"]["itemListElement"]
        assert [each["position"] for each in trail] == list(range(1, len(trail) + 1))
        assert all(each["item"].startswith("http://testserver/") for each in trail)
        lengths[address] = len(trail)

    assert lengths["/history/1972/"] == 3


# --- The site map


def addresses(sitemap):
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", sitemap.text)


def test_the_site_map_has_every_public_page(client, home_page, blog, history):
    StandardPageFactory(parent=home_page, title="About")
    BlogPageFactory(parent=blog, title="세계 인권 선언", slug="선언")
    TimelineEntryPageFactory(parent=history, title="First meeting")

    assert sorted(addresses(client.get("/sitemap.xml"))) == [
        "/",
        "/about/",
        "/blog/",
        "/blog/%EC%84%A0%EC%96%B8/",
        "/history/",
        "/history/first-meeting/",
    ]


def test_the_site_map_says_when_a_page_changed(client, home_page):
    later = PUBLISHED + datetime.timedelta(days=1)
    StandardPageFactory(parent=home_page, title="About", last_published_at=later)

    assert "<lastmod>2024-05-18</lastmod>" in client.get("/sitemap.xml").text


def test_nothing_hidden_is_on_the_site_map(client, home_page, blog, history):
    hide_things(home_page, blog, history)
    response = client.get("/sitemap.xml")

    assert sorted(addresses(response)) == ["/", "/blog/", "/blog/changed/", "/history/"]
    assert "telltale" not in response.text.lower()

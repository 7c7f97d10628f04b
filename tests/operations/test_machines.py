"""What programs read: search engines, previews of shared links, browsers, monitors."""

import datetime
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Site

from base import views
from home.models import SiteSettings
from tests.factories import (
    PUBLISHED,
    AuthorFactory,
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    call_to_action,
    gallery,
    heading,
    hide_things,
    paragraph,
    picture,
    quotation,
    restricted_collection,
)


@pytest.fixture
def full_site(home_page, blog, history):
    """A site with every kind of page and much on each of them."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.banner = "<p>We meet on <b>Saturday</b>.</p>"
    settings.footer = '<p>Of <a href="https://example.org">Amnesty</a> 한국지부.</p>'
    settings.contact_email = "group@example.org"
    settings.social_links = [("link", {"name": "X & Y", "url": "https://example.org"})]
    settings.save()
    image = ImageFactory(credit="Kim")
    body = [
        heading("What & why"),
        heading("!"),
        paragraph("<p>Words <b>and</b> more</p><ul><li>One</li></ul>"),
        picture(image, "A caption"),
        gallery(image, image),
        quotation("The candle burns", "김"),
        call_to_action(url="https://example.org"),
    ]
    home_page.quotation, home_page.quotation_author = "The “candle”", "Benenson"
    home_page.contact = "<p>Write to us.</p>"
    home_page.body = history.body = body
    for page in [home_page, history]:
        page.save()
    StandardPageFactory(
        parent=home_page,
        title="About & more",
        slug="about",
        body=body,
        introduction="x",
    )
    for year in [1972, 1985]:
        TimelineEntryPageFactory(
            parent=history,
            title=f"In {year}",
            slug=str(year),
            year=year,
            picture=image,
            body="<p>They met.</p>",
            is_closure=year == 1985,
        )
    authors = AuthorFactory.create_batch(2)
    post = {"parent": blog, "tags": ["candle", "촛불"], "authors": authors}
    BlogPageFactory.create_batch(11, **post)
    BlogPageFactory(slug="post", cover=image, body=body, **post)
    BlogPageFactory(parent=blog, title="세계 인권 선언", slug="선언", tags=["촛불"])


PAGES = [
    "/",
    "/about/",
    "/history/",
    "/history/1972/",
    "/blog/",
    "/blog/?page=2",
    "/blog/2024/",
    "/blog/tag/촛불/",
    "/blog/author/{author}/",
    "/blog/post/",
    "/blog/선언/",
]


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
    for address in PAGES[:-3]:
        ids = re.findall(r'\sid="([^"]*)"', client.get(address).text)
        assert len(ids) == len(set(ids)), address


def test_no_page_asks_another_host_for_anything(client, full_site):
    for address in PAGES[:8]:
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
        for address in PAGES[:8]
        for link in re.findall(r'<a [^>]*href="(/[^"#]*)', client.get(address).text)
    }

    assert len(links) > 20
    statuses = {link: client.get(link).status_code for link in links}
    assert statuses.pop("/account/") == 302  # to the sign-in
    assert set(statuses.values()) == {200}, statuses


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
    for asked, address in CANONICAL.items():
        response = client.get(asked)
        assert canonical(response) == [f"http://testserver{address}"]
        assert metas(response)["og:url"] == f"http://testserver{address}"


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


def test_the_home_page_says_who_we_are(client, home_page):
    [organization] = structured_data(client.get("/"))

    assert organization["@type"] == "Organization"
    assert organization["name"] == "Amnesty G48"


def test_every_page_below_says_where_it_is(client, full_site):
    for address in PAGES[1:8]:
        data = {each["@type"]: each for each in structured_data(client.get(address))}
        trail = data["BreadcrumbList"]["itemListElement"]
        assert [each["position"] for each in trail] == list(range(1, len(trail) + 1))
        assert all(each["item"].startswith("http://testserver/") for each in trail)


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


# --- Small files


def test_robots_may_read_all_but_what_is_not_for_them(client, db, settings):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /search/",
        "Disallow: /account/",
        "Disallow: /comments/",
        "Allow: /comments/feed/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]


@pytest.fixture
def security_txt(client):
    """The fields of security.txt, each once (RFC 9116)."""

    def security_txt():
        response = client.get("/.well-known/security.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        fields = [line.split(": ", 1) for line in response.text.splitlines() if line]
        assert len(dict(fields)) == len(fields)
        return dict(fields)

    return security_txt


def test_who_finds_a_hole_learns_where_to_write(security_txt, home_page):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.contact_email = "group@example.org"
    settings.save()

    assert security_txt()["Contact"] == "mailto:group@example.org"


def test_without_an_address_who_finds_a_hole_is_sent_to_the_site(
    security_txt, home_page, settings
):
    assert security_txt()["Contact"] == f"{settings.SITE_URL}/"


def test_security_txt_is_valid_for_months_but_less_than_a_year(security_txt, home_page):
    expires = datetime.datetime.fromisoformat(security_txt()["Expires"])

    assert 90 < (expires - timezone.now()).days < 365


def test_the_site_is_healthy_while_its_database_answers(client, db):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]


def test_the_site_is_not_healthy_when_its_database_does_not_answer(
    client, db, monkeypatch
):
    def fail():
        raise OperationalError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(views.connection, "cursor", fail)
        assert client.get("/healthz").status_code == 503


def test_the_icon_is_where_browsers_look_for_it(client, db):
    assert client.get("/favicon.ico")["Location"].endswith("/img/favicon.ico")


# --- Pictures and documents


@pytest.fixture
def rendition(home_page):
    return ImageFactory().get_rendition("width-8|format-webp")


def test_a_picture_is_served_and_may_be_kept(client, rendition):
    response = client.get(rendition.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert b"".join(response.streaming_content) == rendition.file.read()
    assert response["Cache-Control"] == "public, max-age=2592000"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_picture_that_did_not_change_is_not_sent_again(client, rendition):
    first = client.get(rendition.url)
    kept = {"if-modified-since": first["Last-Modified"]}

    assert client.get(rendition.url, headers=kept).status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/media/{file}",
        "/media/images/../{file}",
        "/media/images/%2e%2e/{file}",
        "/media/images/..%2f{file}",
        "/media/images//..//{file}",
        "/media/./{file}",
        "/media//{file}",
        "/media/original_images/x/../../{file}",
        "/media/images/../../{folder}/{file}",
    ],
)
def test_no_address_below_media_leads_to_a_document(client, db, address):
    file = DocumentFactory().file
    address = address.format(file=file.name, folder=Path(default_storage.path("")).name)

    assert default_storage.exists(file.name)
    assert client.get(address).status_code == 404


def test_no_address_below_media_leads_out_of_it(client, db):
    for address in ["/media/images/../../tests.sqlite3", "/media/images/%2fetc/passwd"]:
        assert client.get(address).status_code == 404


def test_a_document_is_sent_to_be_saved(client, home_page):
    response = client.get(DocumentFactory().url)

    assert b"".join(response.streaming_content) == b"What we found."
    assert response["Content-Disposition"].startswith("attachment")


def test_a_document_of_a_restricted_collection_asks_to_sign_in(client, home_page):
    document = DocumentFactory(collection=restricted_collection())
    response = client.get(document.url)

    assert response.status_code == 302
    assert response["Location"].startswith("/_util/login/")


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

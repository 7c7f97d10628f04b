"""A site with every kind of page and much on each of them."""

import pytest
from wagtail.models import Site

from home.models import SiteSettings
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    call_to_action,
    gallery,
    heading,
    paragraph,
    picture,
    quotation,
)

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

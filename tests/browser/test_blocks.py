"""Everybody can perceive and use whatever editors put into a page."""

import pytest
from playwright.sync_api import expect

from tests.browser.judges import (
    SCHEMES,
    SCROLLS_SIDEWAYS,
    WIDER_THAN_THE_WINDOW,
    WIDTHS,
    faults,
    window,
)
from tests.factories import (
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    call_to_action,
    code,
    document,
    embed,
    gallery,
    heading,
    paragraph,
    picture,
    quotation,
    table,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def post_of_everything(blog):
    """A post with every kind of block, some of it in Korean."""
    image = ImageFactory(credit="Amnesty G48")
    return BlogPageFactory(
        parent=blog,
        title="촛불을 들고: what one very-long-and-unbreakable-looking-letter can do",
        tags=["candle", "인권"],
        cover=image,
        body=[
            heading("What one letter can do"),
            paragraph('<p>Words, and <a href="https://example.org/">a link</a>.</p>'),
            paragraph("<p>서울에서 만나요.</p><ul><li>하나</li><li>둘</li></ul>"),
            picture(image, "Street action, Seoul"),
            gallery(image, image),
            quotation("The candle burns not for us.", source="London"),
            embed(image=image),
            call_to_action(email="group@example.org"),
            document(DocumentFactory()),
            table(
                columns=[
                    ("text", "Country"),
                    *[("number", f"Year {n}") for n in range(9)],
                ],
                rows=[["Iran", *range(9)], ["Burma", *range(9)]],
            ),
            code(
                "print('a line that is longer than any telephone is wide')" * 3,
                "Python",
            ),
        ],
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_perceive_and_use_every_block(
    new_page, post_of_everything, width
):
    page = new_page(viewport=window(width), reduced_motion="reduce")
    assert page.goto(post_of_everything.url).status == 200

    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert (scheme, faults(page)) == (scheme, {})


@pytest.mark.parametrize("width", WIDTHS)
def test_no_block_makes_the_page_scroll_sideways(new_page, post_of_everything, width):
    page = new_page(viewport=window(width))
    assert page.goto(post_of_everything.url).status == 200

    assert not page.evaluate(SCROLLS_SIDEWAYS), page.evaluate(WIDER_THAN_THE_WINDOW)


def test_no_block_asks_another_host(page, post_of_everything, problems):
    assert page.goto(post_of_everything.url).status == 200
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")

    assert problems == []


def test_an_embed_asks_its_host_once_it_is_followed(page, blog, problems):
    post = BlogPageFactory(parent=blog, body=[embed("https://video.example.org/1")])
    page.route("https://video.example.org/1", lambda route: route.fulfill(body="Film"))
    assert page.goto(post.url).status == 200
    page.locator(".embed__link").click()

    expect(page.locator("body")).to_have_text("Film")

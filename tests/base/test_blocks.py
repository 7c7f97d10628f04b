"""Each kind of block, as it is shown."""

import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.documents import get_document_model

from base.blocks import BodyBlock, LinkBlock
from base.images.requests import make_due
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    call_to_action,
    captioned,
    code,
    document,
    embed,
    gallery,
    heading,
    link_to,
    paragraph,
    picture,
    quotation,
    table,
)


def test_a_heading_is_a_heading_with_an_address(show):
    assert '<h2 id="what-we-do">What we do</h2>' in show(heading("What we do"))


def test_a_heading_in_korean_has_an_address_and_says_its_language(show):
    assert '<h2 id="우리는-누구인가" lang="ko">' in show(heading("우리는 누구인가"))


def test_a_paragraph_is_shown_as_it_was_written(show):
    html = "<p>A <b>bold</b> <i>word</i> &amp; a list</p><ul><li>One</li></ul>"

    assert html in show(paragraph(html))


def test_a_paragraph_keeps_what_is_marked_as_korean(show):
    html = '<p>We say <span lang="ko">인권</span>.</p>'

    assert html in show(paragraph(html))


def test_links_in_paragraphs_lead_to_pages_and_documents(show, home_page):
    page = StandardPageFactory(parent=home_page, title="About")
    file = DocumentFactory(title="Report")
    to_file = f'<a linktype="document" id="{file.pk}">Report</a>'
    shown = show(paragraph(f"<p>{link_to(page)}</p>"), paragraph(f"<p>{to_file}</p>"))

    assert '<a href="/about/">About</a>' in shown
    assert f'<a href="{file.url}">Report</a>' in shown
    assert "linktype" not in shown


def test_a_link_to_a_page_that_is_gone_is_only_text(show, home_page):
    page = StandardPageFactory(parent=home_page, title="About")
    block = paragraph(f"<p>{link_to(page)}</p>")
    page.delete()

    assert "<a>About</a>" in show(block)


def test_a_paragraph_by_itself_has_its_links_too(home_page):
    page = StandardPageFactory(parent=home_page, title="About")
    page.body = [paragraph(f"<p>{link_to(page)}</p>")]

    assert '<a href="/about/">About</a>' in str(page.body)


def test_a_picture_has_its_words_its_caption_and_its_credit(show):
    image = ImageFactory(description="Candles in a row", credit="Kim")
    shown = show(picture(image, "In front of the city hall"))

    assert 'alt="Candles in a row"' in shown
    assert re.search(r"<figcaption>In front of the city hall .*Picture: Kim", shown)


def test_a_picture_comes_in_modern_formats_and_sizes(show):
    image = ImageFactory()
    show(picture(image))
    make_due()

    shown = show(picture(image))

    assert re.findall(r'type="image/(\w+)"', shown) == ["avif", "webp"]
    assert re.search(r'<img [^>]*src="/media/images/[^"]*\.jpe?g"', shown)
    assert 'loading="lazy"' in shown


def test_a_picture_for_decoration_has_no_words(show):
    value = captioned(ImageFactory())
    value["picture"].update(decorative=True, alt_text="")

    assert 'alt=""' in show({"type": "picture", "value": value})


def test_a_gallery_shows_all_its_pictures(show):
    images = [ImageFactory(description=f"Number {number}") for number in range(3)]

    shown = show(gallery(*images))

    assert re.findall(r'alt="(Number \d)"', shown) == [
        "Number 0",
        "Number 1",
        "Number 2",
    ]


@pytest.mark.parametrize("kind", ["picture", "gallery", "embed"])
def test_a_picture_that_was_deleted_is_left_out(show, kind):
    kept, deleted = ImageFactory(description="Kept"), ImageFactory(description="Gone")
    block = {
        "picture": picture(deleted, "Gone"),
        "gallery": gallery(kept, deleted),
        "embed": embed(image=deleted),
    }[kind]
    deleted.delete()

    shown = show(block)

    assert "Gone" not in shown
    assert shown.count("<img") == (kind == "gallery")


def test_a_quotation_says_whose_words_they_are(show):
    shown = show(quotation("The candle burns", "Peter Benenson", "1961"))

    assert "<blockquote><p>“The candle burns”</p></blockquote>" in shown
    assert "<figcaption><span>Peter Benenson</span>, 1961</figcaption>" in shown


def test_what_is_elsewhere_is_a_link_and_asks_nobody(show):
    shown = show(embed("https://www.youtube.com/watch?v=1&t=2", "An interview"))

    assert 'href="https://www.youtube.com/watch?v=1&amp;t=2"' in shown
    assert 'rel="noopener noreferrer"' in shown
    assert "Opens youtube.com, which is not ours" in shown
    assert not re.search("<(iframe|script|img|link)", shown)


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ({"url": "https://example.org/?a=1&b=2"}, "https://example.org/?a=1&amp;b=2"),
        ({"email": "group@example.org"}, "mailto:group@example.org"),
    ],
    ids=["address", "mail"],
)
def test_a_call_to_action_leads_where_it_says(show, target, href):
    assert f'<a class="button" href="{href}">Act</a>' in show(call_to_action(**target))


def test_a_call_to_action_can_lead_to_a_page(show, home_page):
    page = StandardPageFactory(parent=home_page, title="About")

    assert '<a class="button" href="/about/">Act</a>' in show(call_to_action(page=page))


def test_a_call_to_action_whose_page_is_gone_has_no_button(show, home_page):
    page = StandardPageFactory(parent=home_page)
    block = call_to_action("Act now.", page=page)
    page.delete()
    shown = show(block)

    assert "Act now." in shown
    assert "<a" not in shown


@pytest.mark.parametrize(
    "target",
    [{}, {"url": "https://example.org", "email": "group@example.org"}],
    ids=["none", "two"],
)
def test_a_link_leads_to_one_place(db, target):
    block = LinkBlock()
    empty = {"label": "Act", "page": None, "url": "", "email": ""}
    value = block.to_python({**empty, **target})

    with pytest.raises(ValidationError):
        block.clean(value)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x"])
def test_a_link_that_is_no_address_is_refused(db, address):
    block = LinkBlock()
    value = {"label": "Act", "page": None, "url": address, "email": ""}

    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_a_document_says_what_and_how_large_it_is(show):
    shown = show(document(DocumentFactory(title="Our report")))

    assert re.search(r'<a href="/documents/\d+/[^"]*" download>Our report</a>', shown)
    assert "TXT, 14\xa0bytes" in shown


def test_a_document_that_was_deleted_is_left_out(show):
    block = document(DocumentFactory())
    get_document_model().objects.all().delete()

    assert "<a" not in show(block)


def test_a_table_has_a_caption_and_headings(show):
    shown = show(
        table(
            "Letters written",
            columns=[("text", "Country"), ("number", "Letters")],
            rows=[["Iran", "12"], ["", None]],
        )
    )

    assert "<caption>Letters written</caption>" in shown
    assert '<th scope="col">Country</th><th scope="col" class="number">Letters' in shown
    assert '<td>Iran</td><td class="number">12</td>' in shown
    assert '<td></td><td class="number"></td>' in shown


def test_a_table_without_columns_is_only_a_draft(db):
    block = BodyBlock()
    value = block.to_python([table("Letters", columns=[])])

    with pytest.raises(ValidationError):
        block.clean(value)


def test_code_is_shown_as_it_was_written(show):
    shown = show(code('<p>\n    "Hello" & good-bye</p>', "HTML"))

    assert (
        "<code>&lt;p&gt;\n    &quot;Hello&quot; &amp; good-bye&lt;/p&gt;</code>"
        in shown
    )

"""Pages in Korean, headings, and texts that are never HTML."""

import json

import html5lib
import pytest

from base.templatetags.g48 import lang
from tests.factories import (
    StandardPageFactory,
    heading,
)

from .answers import part

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
    title = "</script><!-- <script> &"
    StandardPageFactory(parent=home_page, title=title, slug="attack")

    text = part(
        client.get("/attack/"), '<script type="application/ld+json">', "</script>"
    )

    assert title in json.dumps(json.loads(text), ensure_ascii=False)
    assert not set("<>&\u2028") & set(text)

"""What is true for each kind of block."""

import html5lib
import pytest

from base.blocks import BodyBlock
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    action,
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

ATTACK = "\"'><script>alert(1)</script>"


@pytest.fixture
def every_block(home_page):
    """One block of each kind, with `text` wherever an editor writes."""

    def every_block(text):
        image = ImageFactory(title=text, description=text, credit=text)
        return [
            heading(text),
            paragraph("<p>Words</p>"),
            picture(image, text),
            gallery(image, image),
            quotation(text, text, text),
            embed(title=text, image=image),
            call_to_action(text, text, page=home_page),
            action(text, addressee=text, address=text, points=[text], sample=text),
            document(DocumentFactory(title=text)),
            table(text, columns=[("text", text)], rows=[[text]]),
            code(text, text),
        ]

    return every_block


def test_no_kind_of_block_is_forgotten_here(every_block):
    assert {each["type"] for each in every_block("x")} == set(BodyBlock().child_blocks)


def test_what_is_written_in_a_block_is_never_html(show, every_block):
    shown = show(*every_block(ATTACK))

    assert shown.count("alert(1)") > 15
    assert "<script>" not in shown


def test_all_blocks_are_well_formed(show, every_block):
    parser = html5lib.HTMLParser(strict=True)

    parser.parseFragment(show(*every_block("Words & “more”")), container="article")


def test_what_is_korean_says_so_in_each_block(show, every_block):
    says_so = {
        block["type"]: 'lang="ko"' in show(block) for block in every_block("인권 편지")
    }
    mute = {"paragraph", "gallery"}  # which have no words of ours here

    del says_so["code"]
    assert {kind for kind, korean in says_so.items() if not korean} == mute
    assert len(says_so) == len(BodyBlock().child_blocks) - 1


def test_the_words_of_every_block_are_found_by_the_search(every_block, home_page):
    page = StandardPageFactory(parent=home_page, body=every_block("lantern"))
    kinds = {"document"}  # a file; its title is not the page's own words
    found = page._meta.get_field("body").get_searchable_content(page.body)

    assert found.count("lantern") >= len(BodyBlock().child_blocks) - len(kinds)


def test_every_block_can_be_previewed_in_the_picker(client, administrator, home_page):
    ImageFactory()
    DocumentFactory()
    client.force_login(administrator)

    blocks = BodyBlock().child_blocks
    assert blocks

    for name, block in blocks.items():
        assert block.is_previewable, name
        address = f"/cms/block-preview/?id={block.definition_prefix}"
        assert client.get(address).status_code == 200, name

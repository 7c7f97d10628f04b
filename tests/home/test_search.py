"""The search: what is found, how it is shown and what nobody finds."""

import re
import unicodedata
from urllib.parse import quote

import pytest

from home.models import SearchEntry
from home.search import EXCERPT_LENGTH, MAX_WORDS, split_words
from home.search_index import rebuild
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    MeetingPageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    heading,
    link_to,
    paragraph,
    queries_of,
    quotation,
    restrict,
)
from tests.hidden import hide_things

from .answers import found

ATTACK = "\"'><script>alert(1)</script>"


def excerpts(response):
    return [page.excerpt for page in response.context["results"]]


# --- What is found


@pytest.fixture
def pages(home_page, blog, history):
    BlogPageFactory(
        parent=blog,
        title="Campaigns for refugees",
        authors=[AuthorFactory(name="Kim Minji")],
        tags=["death penalty"],
        summary="Two hundred letters.",
        body=[
            heading("An umbrella"),
            paragraph("<p>Lanterns &amp; songs</p><p>Drums</p>"),
            quotation("Unforgettable", author="Shin"),
        ],
    )
    StandardPageFactory(parent=home_page, title="Joining", introduction="Membership")
    TimelineEntryPageFactory(
        parent=history, title="First meeting", year=1972, body="<p>At the YMCA.</p>"
    )
    BlogPageFactory(parent=blog, title="이주노동자의 권리", summary="집회에서 만나요")


POST, PAGE, ENTRY = "Campaigns for refugees", "Joining", "First meeting"
KOREAN = "이주노동자의 권리"
FOUND = {
    "campaigns": [POST],
    "campaign": [POST],
    "CAMPAIGN": [POST],
    "refugee campaign": [POST],
    "letters": [POST],
    "umbrella": [POST],
    "lantern": [POST],
    "drums": [POST],
    "unforgettable shin": [POST],
    "“campaigns!”": [POST],
    "campaigns NOT refugees": [],
    "membership": [PAGE],
    "1972": [ENTRY],
    "YMCA": [ENTRY],
    "이주노동자": [KOREAN],
    "이주": [KOREAN],
    "권리": [KOREAN],
    "집회": [KOREAN],
    unicodedata.normalize("NFD", "이주노동자"): [KOREAN],
    "nothing": [],
    "campaigns nothing": [],
    # Inside words, too, as in compounds of Korean.
    "노동자": [KOREAN],
    "주노": [KOREAN],
    "gees": [POST],
    "songs 노동자": [],
    # However it is written.
    "\uff39\uff2d\uff23\uff21": [ENTRY],  # wide, as keyboards of East Asia write
    "ymca": [ENTRY],
    # By what stands beside the text.
    "minji kim": [POST],
    "death penalty": [POST],
}


def test_pages_are_found_by_their_words_and_parts_of_them(search, pages):
    assert {text: found(search(text)) for text in FOUND} == FOUND


def test_a_word_in_a_title_counts_more_than_one_in_the_text(search, blog):
    filler = paragraph(f"<p>candle {'and other things ' * 50}</p>")
    BlogPageFactory(parent=blog, title="Something else", body=[filler])
    BlogPageFactory(parent=blog, title="A candle")

    assert found(search("candle")) == ["A candle", "Something else"]


def test_the_best_comes_first(search, blog):
    def post(title, summary="x", day=1):
        BlogPageFactory(
            parent=blog, title=title, summary=summary, date=f"2024-01-0{day}"
        )

    post("Inside a word of the text", summary="정치캠페인")
    post("석방캠페인", summary="Inside a word of the title")
    post("Older text", summary="캠페인을", day=1)
    post("Newer text", summary="캠페인을", day=2)
    post("캠페인 소식")

    assert found(search("캠페인")) == [
        "캠페인 소식",
        "석방캠페인",
        "Newer text",
        "Older text",
        "Inside a word of the text",
    ]


def test_text_in_pieces_finds_and_is_found(search, blog):
    title = "양심수 석방 캠페인"
    pieces = unicodedata.normalize("NFD", title)
    BlogPageFactory(parent=blog, title=pieces, summary=pieces)

    for text in ("양심수", unicodedata.normalize("NFD", "양심수"), "캠페인 석방"):
        assert found(search(text)) == [title]


def test_the_home_page_is_found_by_its_quotation(search, home_page):
    home_page.quotation, home_page.quotation_author = "The candle burns.", "Benenson"
    home_page.save()

    assert found(search("candle benenson")) == ["Amnesty G48"]


def test_what_is_no_longer_public_is_not_found(search, post, other_post):
    post.unpublish()
    restrict(other_post)

    assert found(search("letters")) == found(search("another")) == []


def test_a_draft_of_a_public_page_is_not_found(search, post):
    post.title = post.summary = "Telltale"
    post.save_revision()

    assert found(search("telltale")) == []
    assert found(search("letters")) == ["Letters for the imprisoned"]


def test_an_author_who_changes_the_name_is_found_by_it(search, blog):
    author = AuthorFactory(name="Before")
    BlogPageFactory(parent=blog, title="Of an author", authors=[author])
    author.name = "Afterwards"
    author.save()

    assert found(search("before")) == []
    assert found(search("afterwards")) == ["Of an author"]


def test_a_meeting_is_not_found_by_a_venue_for_members(search, blog):
    MeetingPageFactory(
        parent=blog, title="Secret", venue="Telltale", venue_for_members=True
    )
    MeetingPageFactory(parent=blog, title="Open", venue="Dongne")

    assert found(search("telltale")) == []
    assert found(search("dongne")) == ["Open"]


def test_pages_from_before_the_index_are_found_after_set_up(search, post):
    SearchEntry.objects.all().delete()
    assert found(search("letters")) == []

    assert rebuild(only_missing=True) == 3
    assert found(search("letters")) == [post.title]
    assert rebuild(only_missing=True) == 0


def test_what_is_found_comes_in_pages_of_ten(search, blog):
    BlogPageFactory.create_batch(12, parent=blog, summary="candle")
    first, second = search("candle"), search("candle", page=2)

    assert "12 pages found" in first.text
    assert len(found(first)) == 10
    assert len(found(second)) == 2
    assert not set(found(first)) & set(found(second))


def test_the_next_page_searches_for_the_same(client, search, blog):
    BlogPageFactory.create_batch(12, parent=blog, summary="R&D 촛불")
    link = re.search(r'rel="next" href="([^"]*)"', search("R&D 촛불").text)[1]

    assert found(client.get("/search/" + link.replace("&amp;", "&")))


def test_a_changed_page_is_found_by_its_new_words_only(search, blog):
    post = BlogPageFactory(parent=blog, title="Before", slug="post")
    post.title = "After"
    post.save_revision().publish()

    assert found(search("before")) == []
    assert found(search("after")) == ["After"]


@pytest.mark.parametrize("text", ["", "  ", "!?", '"', "*"])
def test_without_a_word_nothing_is_searched(search, pages, text):
    assert "results" not in search(text).context


def test_a_search_without_words_asks_for_one(search, home_page):
    assert "Please type a word" in search("!?").text
    assert "Please type a word" not in search("").text


def test_a_search_that_finds_nothing_says_what_it_searched_for(search, home_page):
    assert "Nothing was found for “candle”" in search("candle").text


def test_of_a_very_long_text_the_first_words_are_searched():
    assert split_words("one two, one! " + " ".join(f"w{n}" for n in range(100))) == [
        "one",
        "two",
        *(f"w{n}" for n in range(MAX_WORDS - 2)),
    ]


def test_a_search_costs_the_same_however_much_is_found(client, blog):
    address = "/search/?q=candle"

    def add(number):
        for _ in range(number):
            author = AuthorFactory()
            post = BlogPageFactory(parent=blog, tags=["a"], authors=[author])
            post.body = [paragraph(f"<p>candle {link_to(post)}</p>")]
            post.save()

    add(1)
    before = queries_of(client, address)
    add(9)

    assert queries_of(client, address) == before


# --- How it is shown


def test_the_words_are_marked_where_they_begin_a_word(search, blog):
    BlogPageFactory(parent=blog, title="Arts and parts", summary="The art of it.")
    shown = search("art").text

    assert "<mark>Arts</mark> and parts" in shown
    assert "The <mark>art</mark> of it." in shown


def test_a_word_is_marked_inside_another_where_none_begins_with_it(search, blog):
    BlogPageFactory(parent=blog, title="석방캠페인", summary="석방캠페인 소식")
    shown = search("캠페인").text

    assert "석방<mark>캠페인</mark></a>" in shown
    assert "석방<mark>캠페인</mark> 소식" in shown


def test_the_excerpt_shows_the_words_in_the_midst_of_the_text(search, blog):
    text = "before " * 200 + "candle " + "after " * 200
    BlogPageFactory(parent=blog, body=[paragraph(f"<p>{text}</p>")])

    [excerpt] = excerpts(search("candle"))

    assert " candle " in excerpt
    assert excerpt.startswith("… before")
    assert excerpt.endswith("after …")
    assert len(excerpt) <= EXCERPT_LENGTH + 4


@pytest.mark.parametrize("letter", ["x", "가"])
def test_the_excerpt_is_short_even_where_there_are_no_blanks(search, blog, letter):
    BlogPageFactory(parent=blog, summary="candle", body=[paragraph(letter * 5_000)])

    [excerpt] = excerpts(search(letter * 3))

    assert letter in excerpt
    assert len(excerpt) <= EXCERPT_LENGTH + 4


def test_the_excerpt_is_plain_text(search, blog):
    BlogPageFactory(
        parent=blog, summary="Q", body=[paragraph("<p>Songs &amp; <b>drums</b></p>")]
    )

    assert excerpts(search("drums")) == ["Q Songs & drums"]


def test_a_short_text_is_shown_whole(search, blog):
    BlogPageFactory(parent=blog, title="A", summary="The candle burns.")

    assert excerpts(search("candle")) == ["The candle burns."]


def test_what_is_found_is_never_html(search, blog):
    BlogPageFactory(parent=blog, title=f"candle {ATTACK}", summary=f"candle {ATTACK}")

    shown = search("candle alert script").text

    assert "<mark>alert</mark>" in shown
    assert "<script>" not in shown


@pytest.mark.parametrize("attack", [ATTACK, '" autofocus onfocus="alert(1)'])
def test_what_is_typed_is_never_html(search, home_page, attack):
    shown = search(attack).text

    assert "alert(1)" in shown
    assert "<script>" not in shown
    assert ' onfocus="' not in shown


def test_a_page_in_korean_says_so(search, blog):
    BlogPageFactory(parent=blog, title="촛불", summary="집회에서 만나요")
    shown = search("집회").text

    assert ' lang="ko">촛불</a>' in shown
    assert '<p lang="ko"><mark>집회에서</mark> 만나요</p>' in shown


def test_search_engines_do_not_keep_what_was_searched_for(search, home_page):
    assert '<meta name="robots" content="noindex">' in search("candle").text


# --- What nobody finds


@pytest.mark.parametrize("text", ["telltale", "TELLTALE words", "change"])
def test_nothing_hidden_is_found(search, home_page, blog, history, text):
    hide_things(home_page, blog, history)
    response = search(text)

    assert found(response) == (["Changed"] if text == "change" else [])
    assert "telltale" not in response.text.replace(text, "").lower()


def test_what_was_unpublished_is_not_found_any_more(search, blog):
    post = BlogPageFactory(parent=blog, summary="candle")
    before = found(search("candle"))
    post.unpublish()

    assert before == [post.title]
    assert found(search("candle")) == []


def test_the_search_of_the_address_bar_is_the_same(client, pages):
    response = client.get(f"/search/?q={quote('이주')}&utm_source=x")

    assert found(response) == ["이주노동자의 권리"]


def test_addresses_are_shown_as_people_read_them(search, blog):
    BlogPageFactory(parent=blog, title="사형제")

    html = search("사형제").content.decode()

    assert "/blog/사형제/</p>" in html

"""Whatever address is asked for gets a proper answer, never an error of ours."""

import re
from urllib.parse import quote

import pytest

from base.middleware import clean_query
from base.pages import paginate
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    TimelineEntryPageFactory,
)

TEXTS = [
    "\x00",
    "can\x00dle",
    "x" * 10_000,
    "a " * 10_000,
    "가" * 10_000,
    "\ud800",
    '"',
    'can"dle',
    "'",
    "",
    "   ",
    "\t\n\xa0\u3000",
    "!?",
    "_ __",
    "candle AND",
    "OR OR",
    "NOT candle",
    "NEAR(candle rights, 2)",
    "* cand* *",
    "^candle",
    "title:candle",
    "((candle",
    "{title} : candle",
    "- -candle",
    "a + b",
    "\\",
    "100% %s %d %(x)s",
    "\x01\x1f\x7f",
    "\ufffe\uffff",
    "\u0301",
    "\u1112\u1161",
    "🕯️",
    "'; DROP TABLE wagtailcore_page; --",
]
# What could be meant as the number, the name or the date of something.
VALUES = ["x", "0", "-" + "9" * 30, "1" * 25 + "_1", "9" * 5_000]
INVALID_UTF8 = "%FF%C3%28%ED%A0%80"
NOWHERE = [
    "/nowhere/",
    "/blog/nowhere/",
    "/blog/a-candle/further/",
    "/blog/0/",
    "/blog/0000/",
    "/blog/1999/",
    "/blog/10000/",
    f"/blog/{'9' * 50}/",
    "/blog/-1/",
    "/blog/tag/",
    "/blog/tag/nothing/",
    "/blog/tag/nothing/feed/",
    "/blog/tag/CANDLE%20/",
    f"/blog/tag/{'x' * 5_000}/",
    "/blog/author/",
    "/blog/author/nobody/",
    "/history/nowhere/",
    "/search/nowhere/",
    "/documents/1/nothing.pdf",
    f"/documents/{'9' * 50}/nothing.pdf",
    "/images/nothing.jpg",
    "/media/",
    "/media/images/",
    "/media/images/nothing.jpg",
    f"/media/images/{'x' * 5_000}",
    "/static/nothing.css",
    "/sitemap.xml?p=x",
    "/sitemap.xml?p=2",
    "/api/v3/nowhere/",
    "/api/v3/pages/0/",
    f"/api/v3/pages/{'9' * 50}/",
    "/api/v3/pages/find/",
    "/api/v3/pages/find/?html_path=/nowhere/",
    f"/api/v3/pages/find/?id={'9' * 18}",
    "/api/v3/pages/?locale=xx",
    f"/{INVALID_UTF8}/",
    f"/blog/{INVALID_UTF8}/",
    f"/blog/tag/{INVALID_UTF8}/",
    f"/blog/author/{INVALID_UTF8}/",
    f"/media/images/{INVALID_UTF8}",
    f"/{'x' * 10_000}/",
    "/%22%3E%3Cscript%3E/",
    "/..%2f..%2fetc/passwd/",
]
UNANSWERABLE = [
    "/%00/",
    "/blog/%00/",
    "/blog/tag/%00/",
    "/media/images/%00",
    f"/api/v3/pages/?offset={'9' * 20}",
    "/api/v3/pages/?limit=21",
]
LISTS = [
    "/blog/?",
    "/blog/2024/?",
    "/blog/tag/candle/?",
    "/blog/author/kim/?",
    "/blog/meetings/?",
    "/search/?q=candle&",
    "/topics/?",
]
# Of a list with three parts, the part that each of these shows.
PARTS = {
    "": 1,
    "page=": 1,
    "page=x": 1,
    "page=1.0": 1,
    "page=0": 1,
    "page=-1": 1,
    f"page=-{'9' * 5_000}": 1,
    "page=1&page=2": 2,
    "page=+2": 2,  # a space in an address
    "page=%2B2": 2,
    "page=002": 2,
    "page=2%00": 1,
    "page=٢": 1,
    "page=3": 3,
    "page=4": 3,
    f"page={'9' * 20}": 3,
    f"page={'9' * 5_000}": 3,
}
UNREAD = ["_branch_match_id=1254329837498237498", f"x={'9' * 5_000}", "x=%00", "%00=x"]
# What the list of pages can be filtered by, although its description does not say so.
FILTERS = [
    ("blog.BlogPage", "date"),
    ("blog.BlogPage", "authors"),
    ("blog.BlogPage", "tags"),
    ("blog.BlogPage", "cover"),
    ("blog.BlogPage", "body"),
    ("blog.BlogPage", "comments_open"),
    ("history.TimelineEntryPage", "year"),
    ("history.TimelineEntryPage", "month"),
    ("history.TimelineEntryPage", "whose"),
    ("history.TimelineEntryPage", "picture"),
]


def escaped(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def statuses(client, addresses):
    return {address: client.get(address).status_code for address in addresses}


@pytest.fixture
def candle(blog):
    return BlogPageFactory(
        parent=blog,
        title="A candle",
        slug="a-candle",
        tags=["candle"],
        authors=[AuthorFactory(slug="kim")],
        cover=ImageFactory(),
    )


def test_a_wrong_address_is_not_found(client, candle, history):
    assert statuses(client, NOWHERE) == dict.fromkeys(NOWHERE, 404)


def test_what_no_page_can_answer_is_a_bad_request(client, candle):
    assert statuses(client, UNANSWERABLE) == dict.fromkeys(UNANSWERABLE, 400)


@pytest.mark.parametrize("parameter", UNREAD)
def test_a_parameter_that_nobody_reads_decides_nothing(client, candle, parameter):
    addresses = [
        "/",
        "/blog/",
        "/blog/a-candle/",
        "/blog/feed/",
        "/topics/",
        "/search/",
        "/meetings.ics",
        "/sitemap.xml",
        "/robots.txt",
        "/account/login/",
        "/api/v3/posts/",
        "/api/v3/search/",
    ]
    asked = [f"{address}?{parameter}" for address in addresses]

    assert statuses(client, asked) == dict.fromkeys(asked, 200)


@pytest.mark.parametrize("parameter", PARTS)
def test_a_part_of_a_list_that_is_not_there_is_the_nearest(rf, parameter):
    request = clean_query(lambda request: request)(rf.get(f"/blog/?{parameter}"))
    part = paginate([1, 2, 3], request, per_page=1)

    assert part.number == PARTS[parameter]


@pytest.mark.parametrize("listing", LISTS)
def test_every_list_answers_whatever_part_is_asked_for(client, candle, listing):
    addresses = [f"{listing}{parameter}" for parameter in PARTS]

    assert statuses(client, addresses) == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    "address",
    ["/documents/{}/x.pdf", "/comments/{}/", "/account/tokens/{}/revoke/", "/blog/{}/"],
)
def test_an_address_with_more_digits_than_python_reads_is_not_found(
    client, candle, address
):
    addresses = [address.format("9" * digits) for digits in (50, 999, 1_000, 4_301)]

    answered = statuses(client, addresses)
    assert set(answered.values()) <= {302, 404, 405}


def test_a_history_without_entries_is_a_page(client, history):
    assert client.get(history.url).status_code == 200


def test_a_blog_without_posts_is_a_page(client, blog):
    assert client.get(blog.url).status_code == 200


def test_a_site_of_nothing_but_its_home_page_answers(client, home_page):
    assert client.get("/").status_code == 200
    assert client.get("/nowhere/").status_code == 404
    assert client.get("/search/?q=candle").status_code == 200
    assert client.get("/sitemap.xml").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=",
        "/api/v3/pages/?search=",
        "/api/v3/pages/?type=blog.BlogPage&search_operator=or&search=",
        "/api/v3/images/?search=",
        "/api/v3/documents/?search=",
    ],
)
def test_any_text_can_be_searched_for(client, candle, address):
    texts = [*map(escaped, TEXTS), INVALID_UTF8]
    addresses = [address + text for text in texts]

    assert statuses(client, addresses) == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    "listing",
    [
        "images/",
        "images/chooser/",
        "documents/",
        "documents/chooser/",
        "pages/",
        "pages/search/",
        "pages/{blog}/",
        "choose-page/search/",
        "users/",
        "snippets/blog/author/",
        "redirects/",
    ],
)
def test_the_listings_of_the_cms_answer_whatever_is_searched(
    candle, blog, administrator, sign_in, listing
):
    listing = "/cms/" + listing.format(blog=blog.pk)
    texts = ["\x00", 'can"dle', "   ", "NEAR(a b", "가" * 10_000, "\ud800"]
    addresses = [f"{listing}?q={escaped(text)}" for text in texts]

    found = statuses(sign_in(administrator), addresses)

    assert found == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    "address",
    ["pages/{blog}/?owner=", "pages/{blog}/?content_type=", "users/?group="],
)
def test_the_filters_of_the_cms_stand_numbers_without_end(
    blog, administrator, sign_in, address
):
    address = "/cms/" + address.format(blog=blog.pk) + "9" * 30

    assert sign_in(administrator).get(address).status_code in {200, 400}


def test_the_api_answers_whatever_it_is_asked(client, candle, history):
    TimelineEntryPageFactory(parent=history)
    found = statuses(client, api_addresses(client))

    assert [address for address, status in found.items() if status >= 500] == []


def api_addresses(client):
    """Every way to read anything in the API with every wrong parameter."""
    paths = client.get("/api/v3/openapi.json").json()["paths"]
    values = [escaped(value) for value in VALUES]
    for path, operations in paths.items():
        parameters = operations.get("get", {}).get("parameters", [])
        names = [each["name"] for each in parameters if each["in"] == "query"]
        for value in values:
            address = re.sub(r"\{\w+\}", value, path)
            yield address
            yield from (f"{address}?{name}={value}" for name in names)
    for page_type, field in FILTERS:
        address = f"/api/v3/pages/?type={page_type}"
        yield from (f"{address}&{field}={value}" for value in values)
        yield f"{address}&order={field}"
        yield f"{address}&order={field}&search=candle"

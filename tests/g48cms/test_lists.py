"""The lists of our own in the API: posts, timeline, search, menus, settings, redirects."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import APIToken

from comments.models import CommentSettings
from home.models import SiteSettings
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    block,
    call_to_action,
    create_comment,
    document,
    embed,
    gallery,
    link_to,
    paragraph,
    picture,
    queries_of,
    restrict,
)

API = "/api/v3"


@pytest.fixture
def titles(client):
    """`titles("posts/?tag=candle")`: the titles of what is in that list."""

    def titles(address):
        answer = client.get(f"{API}/{address}")
        assert answer.status_code == 200, answer.text
        return [item["title"] for item in answer.json()["items"]]

    return titles


@pytest.fixture
def posts(blog):
    letters = BlogPageFactory(
        parent=blog, title="Letters", date="2020-01-01", tags=["letters", "seoul"]
    )
    jun = AuthorFactory(name="Jun", slug="jun")
    candles = BlogPageFactory(
        parent=blog,
        title="Candles",
        date="2024-01-01",
        tags=["letters"],
        authors=[jun],
        comments_open=False,
    )
    return [letters, candles]


# --- Posts


def test_a_post_in_the_list_is_told_with_all_its_fields(client, blog):
    image = ImageFactory(description="Candles in a row", credit="Kim")
    post = BlogPageFactory(
        parent=blog,
        title="편지",
        summary="What a letter can do.",
        tags=["편지"],
        authors=[AuthorFactory(name="Jun", slug="jun")],
        cover=image,
        body=[paragraph("<p>Dear friends</p>"), picture(image, "In Seoul")],
    )
    [item] = client.get(f"{API}/posts/").json()["items"]

    assert item["id"] == post.pk
    assert (item["title"], item["slug"]) == ("편지", "편지")
    assert item["url"] == post.full_url
    assert client.get(item["detail_url"]).json()["id"] == post.pk
    assert (item["date"], item["updated"]) == ("2024-05-17", None)
    assert item["summary"] == "What a letter can do."
    assert item["authors"] == [{"name": "Jun", "slug": "jun"}]
    assert item["tags"] == [{"name": "편지", "slug": "편지"}]
    assert item["cover"]["alt"] == "Candles in a row"
    assert item["cover"]["url"].startswith("http")
    assert (item["comments_open"], item["comments"]) == (True, 0)
    assert item["body"][0]["value"] == "<p>Dear friends</p>"
    shown = item["body"][1]["value"]["picture"]
    assert shown["picture"]["credit"] == "Kim"
    assert item["body"] == client.get(item["detail_url"]).json()["body"]


def test_what_a_block_tells_can_be_written_back(client, blog, administrator):
    """A front end that changes one block sends the others as it got them."""
    _token, secret = APIToken.create_token(user=administrator, name="test")
    body = [
        document(DocumentFactory()),
        picture(ImageFactory(), "In Seoul"),
        call_to_action(page=blog),
        gallery(ImageFactory(), ImageFactory()),
    ]
    post = BlogPageFactory(parent=blog, body=body)
    before = [item["value"] for item in post.body.raw_data]
    told = client.get(f"{API}/pages/{post.pk}/").json()["body"]
    answer = client.patch(
        f"{API}/pages/{post.pk}/",
        {"body": told, "meta": {"action": "publish"}},
        "application/json",
        headers={"authorization": f"Bearer {secret}"},
    )
    post.refresh_from_db()

    assert answer.status_code == 200, answer.text
    assert told[0]["value"]["title"] == "Report"
    assert told[2]["value"]["link"]["href"] == "/blog/"
    assert [without_ids(item["value"]) for item in post.body.raw_data] == before


def without_ids(value):
    """What a list of blocks holds, as the factories write it."""
    if isinstance(value, list):
        return [item["value"] for item in value]
    return value


def test_a_body_tells_nothing_of_what_is_gone(client, blog):
    image, file = ImageFactory(), DocumentFactory()
    BlogPageFactory(parent=blog, body=[picture(image), document(file), embed()])
    image.delete()
    get_document_model().objects.all().delete()

    body = client.get(f"{API}/posts/").json()["items"][0]["body"]

    assert body[0]["value"]["picture"]["picture"] is None
    assert body[1]["value"] is None
    assert body[2]["value"]["picture"]["picture"] is None


def test_links_in_the_texts_of_all_posts_lead_somewhere(client, blog):
    for number in range(3):
        text = f"<p>{number} {link_to(blog)}</p>"
        BlogPageFactory(parent=blog, body=[paragraph(text), embed()])
    answer = client.get(f"{API}/posts/?rich_text_format=html&order=title").json()

    assert [item["body"][0]["value"] for item in answer["items"]] == [
        f'<p>{number} <a href="/blog/">Blog</a></p>' for number in range(3)
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Candles", "Letters"]),
        ("order=date", ["Letters", "Candles"]),
        ("order=title", ["Candles", "Letters"]),
        ("order=-title", ["Letters", "Candles"]),
        ("tag=letters&tag=seoul", ["Letters"]),
        ("tag=letters", ["Candles", "Letters"]),
        ("tag=never", []),
        ("author=jun", ["Candles"]),
        ("year=2020", ["Letters"]),
        ("slug=candles", ["Candles"]),
        ("id=999999", []),
        ("comments_open=true", ["Letters"]),
        ("comments_open=false", ["Candles"]),
        ("limit=1", ["Candles"]),
        ("limit=1&offset=1", ["Letters"]),
        ("offset=1000", []),
    ],
)
def test_posts_are_chosen_and_sorted(titles, posts, query, found):
    assert titles(f"posts/?{query}") == found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=21", 400),
        ("limit=0", 422),
        ("offset=-1", 422),
        ("offset=99999999999999999999999", 400),
        ("year=0", 422),
        ("order=body", 422),
        ("fields=title,secret", 422),
        ("rich_text_format=pdf", 422),
        ("tag=%00", 400),
    ],
)
def test_nonsense_is_answered_by_a_problem(client, posts, query, status):
    answer = client.get(f"{API}/posts/?{query}")

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_posts_are_chosen_by_the_language_of_their_title(titles, blog):
    BlogPageFactory(parent=blog, title="Letters for 미나")
    BlogPageFactory(parent=blog, title="촛불을 들고 G48")

    assert titles("posts/?language=en") == ["Letters for 미나"]
    assert titles("posts/?language=ko") == ["촛불을 들고 G48"]


def test_an_unknown_field_is_named(client, posts):
    [error] = client.get(f"{API}/posts/?fields=title,secret").json()["errors"]

    assert "secret" in error["msg"]
    assert "summary" in error["msg"]


def test_only_the_fields_asked_for_are_told_and_looked_up(client, posts):
    address = f"{API}/posts/?fields=title,%20date&order=date"
    answer = client.get(address).json()

    assert answer["count"] == 2
    assert answer["items"][0] == {
        "id": posts[0].pk,
        "title": "Letters",
        "date": "2020-01-01",
    }


def everything(blog, number):
    image, file = ImageFactory(), DocumentFactory()
    post = BlogPageFactory(
        parent=blog,
        tags=["letters", f"tag {number}"],
        authors=[AuthorFactory(), AuthorFactory()],
        cover=ImageFactory(),
        body=[
            paragraph(f"<p>{link_to(blog)}</p>"),
            picture(image),
            gallery(image, ImageFactory()),
            embed(image=ImageFactory()),
            document(file),
            call_to_action(page=blog),
            block("heading", "More"),
        ],
    )
    create_comment(post, name="A", email="a@example.org", text="Hello")
    return post


@pytest.mark.parametrize("query", ["", "?rich_text_format=html"])
def test_twenty_posts_with_everything_need_twelve_queries(client, blog, query):
    CommentSettings.for_site(blog.get_site())
    for number in range(20):
        everything(blog, number)
    caches["renditions"].clear()
    address = f"{API}/posts/{query}"
    assert len(client.get(address).json()["items"]) == 20  # and makes renditions
    client.get(f"{API}/menus/")  # where the site begins is known for some seconds
    caches["renditions"].clear()

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= 12, [query["sql"][:150] for query in queries]


# --- What did not change


def test_what_did_not_change_is_not_sent_again(client, posts):
    first = client.get(f"{API}/posts/")
    again = client.get(f"{API}/posts/", headers={"if-none-match": first["ETag"]})
    posts[0].title = "Changed"
    posts[0].save()
    changed = client.get(f"{API}/posts/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert first["Cache-Control"] == "no-cache"
    assert "Authorization" in first["Vary"]


def test_what_is_for_one_person_alone_is_kept_by_no_cache_between(
    client, posts, administrator
):
    _token, secret = APIToken.create_token(user=administrator, name="test")
    headers = {"authorization": f"Bearer {secret}"}
    answer = client.get(f"{API}/pages/{posts[0].pk}/", headers=headers)

    assert "private" in answer["Cache-Control"]


# --- Other origins


@pytest.mark.parametrize("origin", ["https://reader.example.org", "https://evil.org"])
def test_scripts_of_the_origins_in_the_settings_may_ask(
    client, posts, settings, origin
):
    settings.CORS_ALLOWED_ORIGINS = ["https://reader.example.org"]
    answer = client.get(f"{API}/posts/", headers={"origin": origin})
    before = client.options(
        f"{API}/comments/",
        headers={
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )

    allowed = origin if "reader" in origin else None
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    assert before.headers.get("Access-Control-Allow-Origin") == allowed
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_no_script_elsewhere_may_read_the_pages(client, blog, settings):
    settings.CORS_ALLOW_ALL_ORIGINS = True
    answer = client.get("/blog/", headers={"origin": "https://reader.example.org"})

    assert "Access-Control-Allow-Origin" not in answer.headers


# --- Addresses that are none


def test_an_unknown_address_is_answered_by_a_problem(client, home_page):
    answer = client.get(f"{API}/nothing/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_an_address_without_its_slash_leads_to_the_one_with_it(client, home_page):
    assert client.get(f"{API}/posts")["Location"] == f"{API}/posts/"


# --- Timeline


@pytest.fixture
def entries(history):
    entry = TimelineEntryPageFactory
    founded = entry(
        parent=history, title="Founded", year=1972, month=3, day=28, whose="section",
        body=f"<p>{link_to(history)}</p>", picture=ImageFactory(), source="Minutes",
    )  # fmt: skip
    closed = entry(parent=history, title="Closed", year=1985, is_closure=True)
    restrict(entry(parent=history, title="Hidden", year=1980))
    return [founded, closed]


def test_the_timeline_is_told_in_order(client, titles, entries):
    assert titles("timeline/") == ["Founded", "Closed"]
    assert titles("timeline/?order=-date") == ["Closed", "Founded"]
    assert titles("timeline/?year=1985") == ["Closed"]
    assert titles("timeline/?whose=section") == ["Founded"]
    first = client.get(f"{API}/timeline/?rich_text_format=html").json()["items"][0]
    assert (first["date"], first["date_text"]) == ("1972-03-28", "28 March 1972")
    assert first["body"] == '<p><a href="/history/">History</a></p>'
    assert first["picture"]["width"] == 16
    assert (first["source"], first["is_closure"]) == ("Minutes", False)


@pytest.mark.parametrize("form", ["html", "db_html"])
def test_a_long_timeline_costs_no_more(client, history, form):
    def add(number):
        body = f"<p>{link_to(history)}</p>"
        picture = ImageFactory()
        for _ in range(number):
            TimelineEntryPageFactory(parent=history, body=body, picture=picture)

    address = f"{API}/timeline/?rich_text_format={form}"
    add(2)
    before = queries_of(client, address)
    add(10)

    assert queries_of(client, address) == before


# --- Search


def test_the_search_finds_what_the_page_finds(client, titles, posts, home_page):
    StandardPageFactory(
        parent=home_page, title="About", introduction="We write letters to many."
    )
    assert sorted(titles("search/?q=letter")) == ["About", "Letters"]
    assert len(titles("search/?q=letter&limit=1")) == 1
    found = client.get(f"{API}/search/?q=many&fields=excerpt,type").json()
    assert found["count"] == 1
    assert found["items"][0]["type"] == "home.StandardPage"
    assert "many" in found["items"][0]["excerpt"]


@pytest.mark.parametrize("text", ["", "%22", "%00", "%20%20", "NOT", "(", "*"])
def test_the_search_takes_any_text(titles, posts, text):
    assert titles(f"search/?q={text}") == []


# --- What stands on every page


def test_the_menu_is_told(client, home_page, blog):
    StandardPageFactory(parent=home_page, title="Hidden", live=False)
    [item] = client.get(f"{API}/menus/").json()["main"]

    assert (item["title"], item["type"]) == ("Blog", "blog.BlogIndexPage")
    assert item["url"] == blog.full_url


def test_the_settings_of_the_site_are_told(client, home_page):
    settings = SiteSettings.for_site(home_page.get_site())
    settings.contact_email = "group@example.org"
    settings.banner = f"<p>{link_to(home_page)}</p>"
    settings.social_links = [("link", {"name": "M", "url": "https://m.example.org/"})]
    settings.save()
    answer = client.get(f"{API}/settings/").json()

    assert answer["contact_email"] == "group@example.org"
    assert answer["banner"] == '<p><a href="/">Amnesty G48</a></p>'
    assert answer["social_links"] == [{"name": "M", "url": "https://m.example.org/"}]


@pytest.mark.parametrize("path", ["/2012/편지/", "/2012/%ED%8E%B8%EC%A7%80"])
def test_an_old_address_is_found(client, blog, path):
    post = BlogPageFactory(parent=blog)
    Redirect.add_redirect("/2012/편지/", redirect_to=post)
    answer = client.get(f"{API}/redirects/find/", {"html_path": path}).json()

    assert answer["location"] == f"http://testserver{post.url}"
    assert answer["page"] == post.pk
    assert answer["is_permanent"] is True


@pytest.mark.parametrize("path", ["//[", "/never/", "", "?"])
def test_where_no_redirect_leads_from_is_said(client, blog, path):
    answer = client.get(f"{API}/redirects/find/", {"html_path": path})

    assert answer.status_code == 404

"""The list of posts of the API."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import APIToken

from base.images.requests import make_due
from comments.models import CommentSettings
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    block,
    call_to_action,
    create_comment,
    document,
    embed,
    gallery,
    link_to,
    paragraph,
    picture,
)

API = "/api/v3"


def test_a_post_has_all_its_fields(client, blog):
    image = ImageFactory(description="Candles in a row", credit="Kim")
    jun = AuthorFactory(name="Jun", slug="jun")
    post = BlogPageFactory(
        parent=blog,
        title="한 통의 편지",
        slug="편지",
        summary="What a letter can do.",
        tags=["편지", "letters"],
        authors=[jun],
        cover=image,
        body=[paragraph("<p>Dear friends</p>"), picture(image, "In Seoul")],
    )
    [item] = client.get(f"{API}/posts/").json()["items"]
    page = client.get(item["detail_url"]).json()

    assert item["id"] == page["id"] == post.pk
    assert item["title"] == page["title"] == "한 통의 편지"
    assert item["slug"] == page["meta"]["slug"] == "편지"
    assert item["url"] == page["meta"]["html_url"] == post.full_url
    assert page["meta"]["type"] == "blog.BlogPage"
    assert item["date"] == page["date"] == "2024-05-17"
    assert item["updated"] is None
    assert item["summary"] == page["summary"] == "What a letter can do."
    assert item["authors"] == [{"name": "Jun", "slug": "jun"}]
    assert page["authors"] == [jun.pk]
    assert [tag["name"] for tag in item["tags"]] == page["tags"] == ["편지", "letters"]
    assert [tag["slug"] for tag in item["tags"]] == ["편지", "letters"]
    assert page["cover"]["id"] == image.pk
    assert item["cover"]["alt"] == page["cover_rendition"]["alt"] == "Candles in a row"
    assert item["cover"]["url"].startswith("http")
    assert page["cover_rendition"]["full_url"].startswith("http")
    assert item["comments_open"] is page["comments_open"] is True
    assert item["comments"] == 0
    assert [block["type"] for block in item["body"]] == ["paragraph", "picture"]
    assert item["body"][0]["value"] == "<p>Dear friends</p>"
    shown = item["body"][1]["value"]
    assert shown["caption"] == "In Seoul"
    assert shown["picture"]["picture"]["credit"] == "Kim"
    assert item["body"] == page["body"]


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
        BlogPageFactory(
            parent=blog, title=f"No {number}", body=[paragraph(text), embed()]
        )
    as_html = "rich_text_format=html"
    items = client.get(f"{API}/posts/?{as_html}&order=title").json()["items"]
    page = client.get(f"{items[0]['detail_url']}?{as_html}").json()

    assert [item["body"][0]["value"] for item in items] == [
        f'<p>{number} <a href="/blog/">Blog</a></p>' for number in range(3)
    ]
    assert page["body"] == items[0]["body"]


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
    assert len(client.get(address).json()["items"]) == 20  # and asks for renditions
    make_due()
    client.get(f"{API}/menus/")  # where the site begins is known for some seconds
    caches["renditions"].clear()

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= 12, [query["sql"][:150] for query in queries]

"""What browsers, readers and proxies may keep, and how they learn that it changed."""

import pytest
from django.test import Client
from wagtail.models import Page

from tests.factories import (
    PUBLISHED,
    MeetingPageFactory,
    create_comment,
    publish,
    remove,
    restrict,
)

ADDRESSES = [
    "/",
    "/blog/",
    "/blog/2024/",
    "/blog/letters-for-the-imprisoned/",
    "/blog/feed/",
    "/comments/feed/",
    "/history/",
    "/topics/",
    "/search/?q=letters",
    "/meetings.ics",
    "/blog/a-meeting/meeting.ics",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
]


@pytest.fixture
def site(post, history, blog, mail_is_queued):
    MeetingPageFactory(parent=blog, title="A meeting")
    Page.objects.update(last_published_at=PUBLISHED)
    create_comment(post)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_did_not_change_is_not_sent_again(client, site, address):
    first = client.get(address)
    again = Client().get(address, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "no-cache"
    assert not first.cookies


def test_a_compressed_answer_is_known_again_too(client, site):
    headers = {"accept-encoding": "gzip"}
    first = client.get("/blog/", headers=headers)
    again = client.get("/blog/", headers={**headers, "if-none-match": first["ETag"]})

    assert first["Content-Encoding"] == "gzip"
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/blog/feed/", "/comments/feed/", "/sitemap.xml"])
def test_what_tells_when_it_changed_can_be_asked_by_that(client, site, address):
    changed = client.get(address)["Last-Modified"]
    again = client.get(address, headers={"if-modified-since": changed})

    assert again.status_code == 304


def test_what_changed_is_sent_again(client, site, post):
    before = {address: client.get(address)["ETag"] for address in ADDRESSES}
    post.title = "Another title"
    post.save_revision().publish()

    for address in ["/", "/blog/", "/blog/feed/", post.url]:
        response = client.get(address, headers={"if-none-match": before[address]})
        assert response.status_code == 200
        assert "Another title" in response.text


def test_a_removed_comment_leaves_the_feed_of_who_asks_again(client, post, site):
    comment = publish(create_comment(post, text="Regretted."))
    told = client.get("/comments/feed/")
    remove(comment)
    tag = told["ETag"]
    response = client.get("/comments/feed/", headers={"if-none-match": tag})

    assert "Regretted" in told.text
    assert response.status_code == 200
    assert "Regretted" not in response.text


def test_a_page_for_a_member_is_not_that_of_others(client, site, post, sign_in, member):
    tag = client.get(post.url)["ETag"]
    response = sign_in(member).get(f"/topics/?x={tag}")

    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("address", ["/comments/form/{}/", "/account/login/"])
def test_a_form_is_never_answered_by_what_is_kept(client, post, address):
    """Its token is different each time, and belongs to one browser."""
    address = address.format(post.pk)
    first = client.get(address)
    tag = first.headers.get("ETag", '"none"')
    again = client.get(address, headers={"if-none-match": tag})

    assert again.status_code == 200
    assert "<form" in again.text
    assert {"private", "no-store"} & set(first["Cache-Control"].split(", "))


def test_a_page_that_asks_to_sign_in_is_not_kept_as_the_page(client, post):
    tag = client.get(post.url)["ETag"]
    restrict(post)

    response = client.get(post.url, headers={"if-none-match": tag})
    assert response.status_code == 302

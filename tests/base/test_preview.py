"""Drafts, shown by another front end."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory

from base import preview
from base.preview import get_draft, preview_url
from blog.models import BlogIndexPage, BlogPage
from tests.factories import BlogPageFactory, ImageFactory, paragraph, picture

READER = "https://reader.example.org/#"
PREVIEW = "/api/v3/preview/"


@pytest.fixture(autouse=True)
def headless(settings, db):
    settings.HEADLESS_SITE_URL = READER


@pytest.fixture
def draft(blog):
    post = BlogPageFactory(parent=blog, title="Published", tags=["letters"])
    post.title = "A draft"
    post.body = [paragraph("<p>Not yet.</p>"), picture(ImageFactory())]
    return post


def token_in(url):
    return parse_qs(url.partition("?")[2])["preview"][0]


def test_a_draft_is_read_as_the_page_will_be(client, draft, editor):
    url = preview_url(draft, editor)
    answer = client.get(PREVIEW, {"token": token_in(url)})
    live = client.get(f"/api/v3/pages/{draft.pk}/").json()

    assert url.startswith(f"{READER}/?preview=")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told.keys() == live.keys()
    assert (told["title"], live["title"]) == ("A draft", "Published")
    assert told["tags"] == ["letters"]
    assert [block["type"] for block in told["body"]] == ["paragraph", "picture"]
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer


def test_a_page_that_was_never_saved_is_read(client, blog, editor):
    post = BlogPage(title="New", slug="new", summary="Soon.")
    token = token_in(preview_url(post, editor))
    told = client.get(PREVIEW, {"token": token})

    assert told.status_code == 200, told.text
    assert (told.json()["id"], told.json()["title"]) == (0, "New")


def test_a_token_shows_the_latest_that_was_written(client, draft, editor):
    token = token_in(preview_url(draft, editor))
    draft.title = "A better draft"
    preview_url(draft, editor)

    assert client.get(PREVIEW, {"token": token}).json()["title"] == "A better draft"


@pytest.mark.parametrize("token", ["", "x", "forged", "preview:blog.BlogPage:1:1"])
def test_without_its_token_no_draft_is_read(client, draft, editor, token):
    real = token_in(preview_url(draft, editor))
    token = real[:-2] + "xx" if token == "forged" else token
    answer = client.get(PREVIEW, {"token": token})

    assert answer.status_code == 404
    assert "A draft" not in answer.text
    assert "open it anew" in answer.json()["detail"]


def test_a_token_is_over_after_an_hour(draft, editor, settings):
    token = token_in(preview_url(draft, editor))
    assert get_draft(token) is not None
    settings.PREVIEW_LASTS = -1

    assert get_draft(token) is None


def test_a_draft_that_was_forgotten_is_over(draft, editor):
    token = token_in(preview_url(draft, editor))
    cache.clear()

    assert get_draft(token) is None


def test_the_token_of_something_else_opens_nothing(draft, editor, monkeypatch):
    monkeypatch.setattr(preview, "SALT", "another")
    token = token_in(preview_url(draft, editor))
    monkeypatch.undo()

    assert get_draft(token) is None


@pytest.mark.parametrize("model", [BlogPage, BlogIndexPage])
def test_previews_in_the_cms_lead_there(draft, blog, editor, model):
    page = draft if model is BlogPage else blog
    request = RequestFactory().get("/")
    request.user = editor
    response = page.serve_preview(request, "")

    assert response.status_code == 302
    assert get_draft(token_in(response["Location"])).title == page.title


def test_view_live_leads_there_and_visitors_stay(client, sign_in, draft, editor):
    draft.refresh_from_db()
    as_visitor = client.get(draft.url)
    as_editor = sign_in(editor).get(draft.url)

    assert as_visitor.status_code == 200
    assert as_editor["Location"] == f"{READER}{draft.url}"


def test_without_another_front_end_our_pages_are_shown(
    sign_in, draft, editor, settings
):
    settings.HEADLESS_SITE_URL = ""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert draft.serve_preview(request, "").template_name == "blog/blog_page.html"
    draft.refresh_from_db()
    assert sign_in(editor).get(draft.url).status_code == 200


def test_the_draft_goes_to_no_server_but_ours(draft, editor):
    """In the fragment, a token is in nobody's log."""
    assert "preview" not in urlsplit(preview_url(draft, editor))._replace(
        fragment=""
    ).geturl().replace("reader", "")

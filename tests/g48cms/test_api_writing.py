"""Pages written by a token of the CMS, under the permissions of its owner."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import APIToken, TaskState

from blog.models import BlogPage
from tests.base.pictures import jpeg_with_metadata
from tests.factories import AuthorFactory, BlogPageFactory, ImageFactory, paragraph

PAGES = "/api/v3/pages/"


@pytest.fixture
def ask(client):
    """`ask(user, "post", address, data)` is what a program of that user sends."""

    def ask(user, method, address, data=None, **options):
        _token, secret = APIToken.create_token(user=user, name="test")
        options.setdefault("content_type", "application/json")
        if options["content_type"] is None:
            options.pop("content_type")
        headers = {"authorization": f"Bearer {secret}"}
        return getattr(client, method)(address, data, headers=headers, **options)

    return ask


@pytest.fixture
def new(blog):
    """`new(title="A")` is a post as a program writes it."""

    def new(action=None, **fields):
        meta = {"type": "blog.BlogPage", "parent_id": blog.pk}
        return {
            "meta": meta | ({"action": action} if action else {}),
            "title": "편지",
            "date": "2026-11-22",
            "summary": "What a letter can do.",
            "authors": [],
            **fields,
        }

    return new


def test_an_editor_writes_changes_and_publishes(ask, new, editor):
    image = ImageFactory()
    author = AuthorFactory()
    body = [
        paragraph("<p>Dear <b>friends</b></p>"),
        {
            "type": "picture",
            "value": {
                "picture": {"image": image.pk, "alt_text": "A candle"},
                "caption": "In Seoul",
            },
        },
    ]
    made = ask(
        editor,
        "post",
        PAGES,
        new(body=body, tags=["letters"], authors=[author.pk], cover_id=image.pk),
    )
    assert made.status_code == 201, made.text
    post = BlogPage.objects.get(pk=made.json()["id"])
    assert (post.live, post.title, post.cover) == (False, "편지", image)
    assert [block.block_type for block in post.body] == ["paragraph", "picture"]

    address = f"{PAGES}{post.pk}/"
    change = {"summary": "More.", "meta": {"action": "publish"}}
    changed = ask(editor, "patch", address, change)
    post.refresh_from_db()

    assert changed.status_code == 200, changed.text
    assert (post.live, post.summary) == (True, "More.")
    assert [tag.name for tag in post.tags.all()] == ["letters"]
    assert list(post.authors.all()) == [author]


def test_a_picture_is_uploaded_without_what_the_camera_knows(ask, editor, home_page):
    file = SimpleUploadedFile(
        "candle.jpg", jpeg_with_metadata(), content_type="image/jpeg"
    )
    fields = {"file": file, "title": "Candle", "description": "A candle"}
    answer = ask(editor, "post", "/api/v3/images/", fields, content_type=None)

    assert answer.status_code == 201, answer.text
    assert answer.json()["description"] == "A candle"


def test_an_author_writes_and_submits_but_does_not_publish(ask, new, author):
    assert ask(author, "post", PAGES, new(action="publish")).status_code == 403
    made = ask(author, "post", PAGES, new())
    address = f"{PAGES}{made.json()['id']}/actions/"
    later = {"go_live_at": "2099-01-01T00:00:00+09:00"}

    assert made.status_code == 201
    assert ask(author, "post", f"{address}publish/").status_code == 403
    assert ask(author, "post", f"{address}schedule/", later).status_code == 403
    assert ask(author, "post", f"{address}submit/").status_code == 200
    assert TaskState.objects.get().workflow_state.requested_by == author
    assert ask(author, "post", f"{address}submit/").status_code == 403
    post = BlogPage.objects.get()
    assert (post.live, post.workflow_in_progress) == (False, True)


@pytest.mark.parametrize("action", ["submit", "schedule", "publish"])
def test_nobody_acts_on_pages_of_others(ask, author, blog, action):
    post = BlogPageFactory(parent=blog, live=False)
    answer = ask(author, "post", f"{PAGES}{post.pk}/actions/{action}/", {})

    assert answer.status_code in {403, 404}
    post.refresh_from_db()
    assert not (post.live or post.workflow_in_progress)


def test_a_post_is_scheduled(ask, new, editor):
    pk = ask(editor, "post", PAGES, new()).json()["id"]
    address = f"{PAGES}{pk}/actions/schedule/"
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    later = tomorrow + datetime.timedelta(days=1)
    times = {"go_live_at": tomorrow.isoformat(), "expire_at": later.isoformat()}
    answer = ask(editor, "post", address, times)
    post = BlogPage.objects.get(pk=pk)

    assert answer.status_code == 200, answer.text
    assert (post.live, post.approved_schedule) == (False, True)
    assert post.scheduled_revision.approved_go_live_at == tomorrow


@pytest.mark.parametrize(
    "times",
    [
        {"go_live_at": "2020-01-01T00:00:00+09:00"},
        {"go_live_at": "2099-01-01T00:00:00"},
        {"expire_at": "2020-01-01T00:00:00+09:00"},
        {"go_live_at": "2099-01-02T00:00:00Z", "expire_at": "2099-01-01T00:00:00Z"},
    ],
)
def test_a_time_that_is_over_is_refused(ask, blog, editor, times):
    post = BlogPageFactory(parent=blog, live=False)
    answer = ask(editor, "post", f"{PAGES}{post.pk}/actions/schedule/", times)

    assert answer.status_code == 422
    post.refresh_from_db()
    assert not post.live


@pytest.mark.parametrize(
    "body",
    [
        ["x"],
        [1],
        [None],
        [{}],
        [{"value": 1}],
        [{"type": "never", "value": 1}],
        [{"type": "quotation", "value": "a text"}],
        [{"type": "picture", "value": 1}],
        [{"type": "picture", "value": {"picture": 1}}],
        [{"type": "picture", "value": {"picture": {"image": "x"}}}],
        [{"type": "gallery", "value": {"a": 1}}],
        [{"type": "gallery", "value": [1]}],
        [{"type": "document", "value": "x"}],
        [{"type": "document", "value": {"title": "x"}}],
        [{"type": "table", "value": {"caption": "x", "table": "x"}}],
        [{"type": "table", "value": {"caption": "x", "table": {"rows": [1]}}}],
        [{"type": "paragraph", "value": 1}],
        [{"type": "paragraph", "value": {"format": "pdf", "content": "x"}}],
        [{"type": ["heading"], "value": "x"}],
        [{"type": "call_to_action", "value": {"link": []}}],
        "x",
        {"type": "heading"},
        None,
    ],
)
def test_a_body_of_the_wrong_shape_is_refused(ask, new, editor, body):
    answer = ask(editor, "post", PAGES, new(body=body, action="publish"))

    assert answer.status_code in {400, 422}, answer.text
    assert answer["Content-Type"] == "application/problem+json"
    assert not BlogPage.objects.exists()


def test_an_address_that_the_blog_needs_is_refused(ask, new, editor):
    answer = ask(editor, "post", PAGES, new(slug="feed"))

    assert answer.status_code == 422
    assert "Choose another slug" in answer.text

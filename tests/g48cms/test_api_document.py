"""docs/api.md: its commands, run as they stand there."""

import json
import os
import re
import subprocess

import pytest
from django.core import mail
from wagtail.models import APIToken

from base.preview import preview_url
from blog.models import BlogPage
from tests import factories
from tests.base.pictures import jpeg_with_metadata
from tests.factories import create_comment
from tests.processes import ROOT, program

DOCUMENT = ROOT / "docs" / "api.md"


def commands(heading):
    """The blocks of commands below a heading of the document."""
    text = DOCUMENT.read_text()
    part = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", part, re.DOTALL)


@pytest.fixture
def run(live_server, home_page, tmp_path):
    """`run(command, PAGE=12)` runs it in a shell; returns what it prints."""
    program("curl")

    def run(command, **variables):
        names = {name: str(value) for name, value in variables.items()}
        done = subprocess.run(
            ["sh", "-e", "-c", command],  # noqa: S607
            env={"PATH": os.environ["PATH"], "SITE": live_server.url, **names},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    return run


def test_all_commands_of_the_document_are_run_below():
    counts = {
        "Read the newest posts": 2,
        "Read a thread": 1,
        "Post a comment and confirm it": 3,
        "Write and publish a post": 3,
        "Preview a draft": 1,
    }

    assert {heading: len(commands(heading)) for heading in counts} == counts
    assert DOCUMENT.read_text().count("```sh") == sum(counts.values())


def test_read_the_newest_posts(run, post):
    newest, again = commands("Read the newest posts")
    [item] = json.loads(run(newest))["items"]

    assert item.keys() == {"id", "title", "url", "date", "summary"}
    assert item["title"] == post.title
    assert run(again) == "304\n"


def test_read_a_thread(run, post):
    comment = create_comment(post, name="A", email="a@example.org", text="Hi")
    factories.publish(comment)
    [thread] = commands("Read a thread")

    assert json.loads(run(thread, PAGE=post.pk))["items"][0]["text"] == "Hi"


def test_post_a_comment_and_confirm_it(run, post, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    begin, send, confirm = commands("Post a comment and confirm it")
    form = json.loads(run(begin, PAGE=post.pk))["form"]
    assert json.loads(run(send, PAGE=post.pk, FORM=form))["state"] == "to_confirm"
    [link] = re.findall(r"/comments/confirm/([^/\s]+)/", mail.outbox[0].body)

    # The first comment of somebody waits for a moderator.
    assert json.loads(run(confirm, LINK=link))["state"] == "waiting"


def test_write_and_publish_a_post(run, blog, editor, tmp_path):
    _token, secret = APIToken.create_token(user=editor, name="test")
    (tmp_path / "candle.jpg").write_bytes(jpeg_with_metadata())
    upload, draft, publish = commands("Write and publish a post")
    names = {"TOKEN": secret, "BLOG": blog.pk}
    names["PICTURE"] = json.loads(run(upload, **names))["id"]
    names["POST"] = json.loads(run(draft, **names))["id"]
    post = BlogPage.objects.get(pk=names["POST"])
    assert not post.live

    run(publish, **names)
    post.refresh_from_db()
    assert (post.live, post.summary) == (True, "How writing helps, and whom.")
    assert post.cover_id == names["PICTURE"]
    assert len(post.body) == 2


def test_preview_a_draft(run, post, editor, settings):
    settings.HEADLESS_SITE_URL = "https://reader.example.org"
    post.title = "A draft"
    token = preview_url(post, editor).partition("preview=")[2]
    [read] = commands("Preview a draft")

    assert json.loads(run(read, PREVIEW=token))["title"] == "A draft"

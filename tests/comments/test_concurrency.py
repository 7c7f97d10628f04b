"""Many people write at the same moment, each from a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import environment, manage

pytest_plugins = ["tests.services"]
pytestmark = pytest.mark.xdist_group("services")

ROOT = Path(__file__).resolve().parent.parent.parent
WRITERS = 8
REPLIES = 50

SITE = """
import django; django.setup()
from wagtail.models import Page, Site
from blog.models import BlogIndexPage, BlogPage
from comments import writing
from comments.models import CommentSettings, PendingComment
from comments.models import Comment
"""
# Two new posts with a comment each, and the link of a third.
PREPARE = (
    SITE
    + """
Comment.objects.all().delete()
BlogPage.objects.all().delete()
root = Page.get_first_root_node()
for slug in ("one", "two"):
    post = root.add_child(instance=BlogPage(title=slug, slug=f"race-{slug}", summary="s"))
    writing.create_comment(post, name="A", email="a@example.org", text="root")
Comment.objects.update(is_public=True)
_pending, token = PendingComment.start(
    page=post, name="B", email="b@example.org", text="Confirm me."
)
print(token)
"""
)
# Waits for a line, so that all begin at once.
WRITE = (
    SITE
    + """
import random, sys, time
me, replies = int(sys.argv[1]), int(sys.argv[2])
dice = random.Random(me)
post = BlogPage.objects.get(slug="race-one")
mine = [Comment.objects.get(object_pk=str(post.pk), level=0)]
print("ready", flush=True); sys.stdin.readline()
for number in range(replies):
    reply_to = dice.choice([reply for reply in mine if reply.level < 5])
    mine.append(writing.create_comment(
        post, name=f"Writer {me}", email="a@example.org", reply_to=reply_to,
        text=f"{me}/{number}",
    ))
    # SQLite lets in who asks next, not who waits longest: nobody writes without a break.
    time.sleep(dice.random() / 10)
    # What the others wrote is answered too.
    others = Comment.objects.filter(object_pk=str(post.pk), level__lt=5)
    mine[0] = others.order_by("?").first()
"""
)
CONFIRM = (
    SITE
    + """
import sys
print("ready", flush=True); sys.stdin.readline()
print(writing.confirm(sys.argv[1]).comment.pk)
"""
)
SAME = (
    SITE
    + """
import sys
post = BlogPage.objects.get(slug="race-two")
print("ready", flush=True); sys.stdin.readline()
print(writing.create_comment(
    post, name="C", email="a@example.org", text="A click too many."
).pk)
"""
)
REPORT = (
    SITE
    + """
import json
fields = ("pk", "parent_id", "thread_id", "level", "order", "object_pk", "is_public")
print(json.dumps(list(Comment.objects.order_by("pk").values(*fields))))
"""
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def variables(request, tmp_path_factory):
    """The environment of a site on each database."""
    variables = {
        "var_dir": tmp_path_factory.mktemp(request.param),
        "DJANGO_SETTINGS_MODULE": "g48cms.settings",
    }
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        variables["DATABASE_URL"] = server.new_database("comments")
    for command in ("migrate", "createcachetable"):
        done = manage(command, "--verbosity", "0", **variables)
        assert done.returncode == 0, done.stderr
    return variables


def start(script, *arguments, var_dir, **variables):
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment(var_dir, **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(script, **variables):
    process = start(script, **variables)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output


def all_at_once(script, arguments, **variables):
    """What each of several processes, which begin together, prints."""
    processes = [start(script, *some, **variables) for some in arguments]
    for process in processes:
        if process.stdout.readline() != "ready\n":
            pytest.fail(process.stderr.read())
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    results = [process.communicate(timeout=300) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), (
        results
    )
    return [output for output, _errors in results]


def check_threads(rows):
    """Every comment is below what it answers, on its level, before anything else."""
    by_pk = {row["pk"]: row for row in rows}
    threads = {}
    for row in rows:
        threads.setdefault(row["thread_id"], []).append(row)
    for thread_id, thread in threads.items():
        thread.sort(key=lambda row: row["order"])
        assert [row["order"] for row in thread] == list(range(1, len(thread) + 1))
        assert thread[0]["pk"] == thread_id
        assert len({row["object_pk"] for row in thread}) == 1
        path = []
        for row in thread:
            del path[row["level"] :]
            assert row["parent_id"] == (path[-1] if path else row["pk"])
            assert by_pk[row["parent_id"]]["thread_id"] == thread_id
            path.append(row["pk"])
            assert len(path) == row["level"] + 1


def test_many_writers_in_one_thread_keep_it_in_order(variables):
    run(PREPARE, **variables)

    all_at_once(WRITE, [(str(me), str(REPLIES)) for me in range(WRITERS)], **variables)

    rows = json.loads(run(REPORT, **variables))
    assert len(rows) == WRITERS * REPLIES + 2
    assert all(row["is_public"] for row in rows)
    check_threads(rows)


def test_a_link_opened_many_times_at_once_makes_one_comment(variables):
    token = run(PREPARE, **variables).strip()

    made = all_at_once(CONFIRM, [(token,)] * WRITERS, **variables)

    assert len(set(made)) == 1
    assert len(json.loads(run(REPORT, **variables))) == 3


def test_a_click_too_many_at_once_makes_one_comment(variables):
    run(PREPARE, **variables)

    made = all_at_once(SAME, [()] * WRITERS, **variables)

    assert len(set(made)) == 1
    assert len(json.loads(run(REPORT, **variables))) == 3

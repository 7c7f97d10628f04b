"""Many people write at the same moment, each from a process of their own."""

import json
import shutil

import pytest

from tests.processes import python

WRITERS = 8
REPLIES = 50

# Forks the writers of one site: each has a process and a connection of its own, and all
# begin together. `write(number)` of the script after this is what each of them does.
SITE = """
import json, multiprocessing, random, time
import django; django.setup()
from django.db import connections
from wagtail.models import Page
from blog.models import BlogPage
from comments.submission import submit
from comments.models import Comment, PendingComment

def prepare():
    "Two new posts with a comment each, and the link of a third."
    Comment.objects.all().delete()
    BlogPage.objects.all().delete()
    root = Page.get_first_root_node()
    for slug in ("one", "two"):
        post = root.add_child(instance=BlogPage(title=slug, slug=f"race-{slug}", summary="s"))
        submit.add_comment(post.pk, name="A", email="a@example.org", text="root")
    Comment.objects.update(is_public=True)
    _pending, token = PendingComment.start(
        page=post, name="B", email="b@example.org", text="Confirm me."
    )
    return token

def all_at_once(write, number):
    "What each of several processes, which begin together, returns."
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    barrier, made = forked.Barrier(number), forked.SimpleQueue()

    def begin(me):
        connections["default"].ensure_connection()
        barrier.wait(60)
        made.put(write(me))

    writers = [forked.Process(target=begin, args=[me]) for me in range(number)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * number
    return [made.get() for _ in writers]

def report(made):
    fields = ("pk", "parent_id", "thread_id", "level", "order", "object_pk", "is_public")
    rows = list(Comment.objects.order_by("pk").values(*fields))
    print(json.dumps({"made": made, "rows": rows}))

token = prepare()
"""
WRITE = f"""
def write(me):
    dice = random.Random(me)
    post = BlogPage.objects.get(slug="race-one")
    mine = [Comment.objects.get(object_pk=str(post.pk), level=0)]
    for number in range({REPLIES}):
        reply_to = dice.choice([reply for reply in mine if reply.level < 5])
        mine.append(submit.add_comment(
            post.pk, name="A", email="a@example.org",
            reply_to=reply_to.pk, text=f"{{me}}/{{number}}",
        ))
        # SQLite lets in who asks next, not who waits longest: nobody writes without a
        # break.
        time.sleep(dice.random() / 10)
        # What the others wrote is answered too.
        others = Comment.objects.filter(object_pk=str(post.pk), level__lt=5)
        mine[0] = others.order_by("?").first()

report(all_at_once(write, {WRITERS}))
"""
CONFIRM = f"""
def write(me):
    return submit.confirm(token).comment.pk

report(all_at_once(write, {WRITERS}))
"""
SAME = f"""
post = BlogPage.objects.get(slug="race-two")

def write(me):
    return submit.add_comment(
        post.pk, name="C", email="a@example.org", text="A click too many."
    ).pk

report(all_at_once(write, {WRITERS}))
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def variables(request, migrated, tmp_path_factory):
    """The environment of a site on each database."""
    variables = {
        "var_dir": tmp_path_factory.mktemp(request.param),
        "DJANGO_SETTINGS_MODULE": "g48cms.settings",
    }
    if request.param == "postgresql":
        postgres = request.getfixturevalue("postgres")
        variables["DATABASE_URL"] = postgres.new_database("comments", "migrated")
    else:
        shutil.copy(migrated, variables["var_dir"] / "g48.sqlite3")
    return variables


def run(script, variables):
    """The comments after `script`, and what each writer returned."""
    done = python("-c", SITE + script, **variables)
    assert done.returncode == 0, done.stderr
    reported = json.loads(done.stdout)
    return reported["rows"], reported["made"]


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
    rows, _made = run(WRITE, variables)

    assert len(rows) == WRITERS * REPLIES + 2
    assert all(row["is_public"] for row in rows)
    check_threads(rows)


def test_a_link_opened_many_times_at_once_makes_one_comment(variables):
    rows, made = run(CONFIRM, variables)

    assert (len(made), len(set(made))) == (WRITERS, 1)
    assert len(rows) == 3


def test_a_click_too_many_at_once_makes_one_comment(variables):
    rows, made = run(SAME, variables)

    assert (len(made), len(set(made))) == (WRITERS, 1)
    assert len(rows) == 3

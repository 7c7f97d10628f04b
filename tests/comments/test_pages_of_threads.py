"""Threads in pages, where a comment stands, and how much work that is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.reading import threads
from tests import factories
from tests.factories import UserFactory

from .planting import in_preorder, long_thread, plant

SHAPES = {
    "nothing": [],
    "200 in one thread": long_thread(200),
    "200 threads": [None] * 200,
    "10,000 in one thread": long_thread(10_000),
    "10,000 threads": [None] * 10_000,
}


# --- Pages of threads, and where a comment stands


def test_fifty_threads_stand_on_a_page(post):
    parents = []
    for _thread in range(120):
        parents += [None, len(parents)]
    pks = plant(post, parents, hidden={0}, removed={2, 3})

    first, second, third = (threads.get_threads(post, number) for number in (1, 2, 3))

    assert [len(page.comments) for page in (first, second, third)] == [100, 100, 36]
    assert (second.number, second.num_pages) == (2, 3)
    together = first.comments + second.comments + third.comments
    assert [comment.pk for comment in together] == pks[4:]


def test_every_comment_is_where_its_address_says(post):
    plant(post, [None] * 60 + long_thread(20), hidden={3}, removed={7})

    for number in (1, 2):
        comments = threads.get_threads(post, number).comments
        places = [threads.get_place(comment) for comment in comments]
        assert places
        assert set(places) == {(number, False)}


@pytest.mark.parametrize("number", ["x", "", None, -1, 0, 10**30, "9" * 5000])
def test_a_number_that_makes_no_sense_leads_to_some_page(say, post, number):
    say("Hello.")

    [comment] = threads.get_threads(post, number).comments
    assert comment.comment == "Hello."


def test_a_long_thread_is_cut_off_and_goes_on_elsewhere(post):
    parents = [*long_thread(350), None]
    pks = plant(post, parents, text="Hello.")
    order = [pks[place] for thread in in_preorder(parents) for place in thread]
    root = Comment.objects.get(pk=pks[0])

    beginning = threads.get_threads(post)
    rest = [threads.get_remainder(root, post, number) for number in (1, 2, 3)]

    assert [c.pk for c in beginning.comments] == [*order[:100], pks[350]]
    assert [c.remainder for c in beginning.comments if c.remainder] == [250]
    assert beginning.comments[99].remainder == 250
    shown = [comment for part in rest for comment in part.comments]
    assert [comment.pk for comment in shown] == order[100:350]
    assert all(comment.depth == comment.level for comment in shown)
    assert all(comment.in_reply_to for comment in shown)
    assert rest[0].num_pages == 3
    for number, part in enumerate(rest, start=1):
        for comment in part.comments:
            assert threads.get_place(comment) == (number, True)


def test_of_the_rest_of_a_thread_too_nothing_hidden_is_shown(post):
    parents = [None, *[0] * 148, 1]  # the last one comes right after what it answers
    pks = plant(post, parents, hidden={1, 120}, removed={130})
    root = Comment.objects.get(pk=pks[0])

    rest = threads.get_remainder(root, post)

    assert not {pks[1], pks[120], pks[130], pks[149]} & {c.pk for c in rest.comments}
    assert threads.get_threads(post).comments[-1].remainder == len(rest.comments) == 48

    factories.hold(root)
    assert threads.get_remainder(root, post).comments == []


def test_the_rest_of_a_thread_is_of_the_page_alone(post, other_post):
    pks = plant(post, long_thread(120))
    root = Comment.objects.get(pk=pks[0])

    assert threads.get_remainder(root, other_post).comments == []


def test_the_address_of_a_comment_leads_to_it(post):
    pks = plant(post, [None] * 51 + [50] * 110)
    first, last_root, deep = (
        Comment.objects.get(pk=pks[place]) for place in (0, 50, 160)
    )

    def address(comment):
        return threads.get_url(comment, "/post/")

    assert address(first) == f"/post/#comment-{first.pk}"
    assert address(last_root) == f"/post/?comments=2#comment-{last_root.pk}"
    assert address(deep) == f"/post/?thread={last_root.pk}#comment-{deep.pk}"
    factories.hold(deep)
    assert address(deep) is None


def test_a_comment_that_waits_has_a_place_for_its_writer_alone(say, hold):
    user = UserFactory()
    hold("all")
    comment = say(user=user)

    assert threads.get_place(comment, user) == (1, False)
    assert threads.get_place(comment) is None
    assert threads.get_place(comment, UserFactory()) is None


# --- How much work it is


@pytest.mark.parametrize("hidden", [(), {1, 2}], ids=["all public", "two hidden"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_number_of_queries_does_not_grow(post, shape, hidden):
    plant(post, SHAPES[shape], hidden)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        thread = threads.get_threads(post, user=UserFactory.build(pk=1))
        # Comments planted without details: that they have none is known, too.
        assert {comment.edited_at for comment in thread.comments} <= {None}

    assert len(queries) <= (4 if hidden else 2)


def test_counting_many_pages_takes_one_query_or_two(
    post, other_post, django_assert_num_queries
):
    pks = plant(post, [None, 0, None])
    plant(other_post, [None])
    with django_assert_num_queries(1):
        assert Comment.objects.counts_on([post, other_post]) == {
            post.pk: 3,
            other_post.pk: 1,
        }

    Comment.objects.filter(pk=pks[0]).update(is_public=False)
    with django_assert_num_queries(2):
        assert Comment.objects.counts_on([post, other_post]) == {
            post.pk: 1,
            other_post.pk: 1,
        }
    with django_assert_num_queries(0):
        assert Comment.objects.counts_on([]) == {}

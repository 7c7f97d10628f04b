"""Reading threads: nothing hidden is shown, nothing visible is lost, nothing is slow."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.reading import threads
from tests import factories
from tests.factories import UserFactory, count_comments, remove

from .planting import in_preorder, long_thread, plant


def texts(thread):
    return [comment.comment for comment in thread.comments]


# --- What is shown


def test_replies_stand_below_what_they_answer_oldest_first(say, post):
    first = say("1")
    second = say("2")
    below = say("1.1", reply_to=first)
    say("2.1", reply_to=second)
    say("1.2", reply_to=first)
    say("1.1.1", reply_to=below)

    thread = threads.get_threads(post)

    assert texts(thread) == ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]
    assert [comment.depth for comment in thread.comments] == [0, 1, 2, 1, 0, 1]
    assert thread.count == 6


def test_a_comment_comes_with_what_it_is_shown_with(say, post):
    root = say("**Hello**", name="Suji", suggests_topic=True)
    say("Hi", name="Minji", reply_to=root)

    shown, reply = threads.get_threads(post).comments

    assert shown.suggests_topic
    assert (shown.in_reply_to, reply.in_reply_to) == ("", "Suji")
    assert shown.state == Comment.State.PUBLISHED
    assert shown.remainder == 0


def test_hiding_a_comment_hides_what_answers_it(say, post):
    root = say("root")
    child = say("child", reply_to=root)
    say("grandchild", reply_to=child)
    say("other")

    factories.hold(child)
    assert texts(threads.get_threads(post)) == ["root", "other"]

    factories.hold(root)
    assert texts(threads.get_threads(post)) == ["other"]
    assert count_comments(post) == 1


def test_a_removed_comment_is_a_tombstone_without_text_or_name(say, post):
    root = say("Rude.", name="Rude", website="https://rude.example")
    say("Answer", reply_to=root)
    remove(root)

    tombstone, reply = threads.get_threads(post).comments

    assert tombstone.is_removed
    assert tombstone.comment == tombstone.user_name == ""
    assert tombstone.user_url == tombstone.user_email == ""
    assert reply.in_reply_to == ""
    assert count_comments(post) == 1


def test_a_removed_comment_that_nobody_answered_leaves_nothing(say, post):
    root = say("root")
    reply = say("reply", reply_to=root)
    remove(root)
    remove(reply)

    assert threads.get_threads(post).comments == []
    assert threads.get_threads(post).num_pages == 1


def test_only_its_writer_sees_a_comment_that_waits(say, post, hold):
    user, stranger = UserFactory(), UserFactory()
    root = say("root")
    hold("all")
    say("waiting", user=user)
    say("waiting too", user=user, reply_to=root)
    say("guest's")

    thread = threads.get_threads(post, user=user)

    assert texts(thread) == ["root", "waiting too", "waiting"]
    assert [comment.is_public for comment in thread.comments] == [True, False, False]
    assert thread.count == 1
    for other in (None, stranger, AnonymousUser()):
        assert texts(threads.get_threads(post, user=other)) == ["root"]


def test_not_even_its_writer_sees_a_comment_below_something_hidden(say, post):
    user = UserFactory()
    root = say("root")
    reply = say("reply", user=user, reply_to=root)
    factories.hold(reply)
    factories.hold(root)

    assert threads.get_threads(post, user=user).comments == []


def test_threads_of_other_pages_stay_there(say, post, other_post):
    say("here")
    say("there", page=other_post)

    assert texts(threads.get_threads(post)) == ["here"]
    assert Comment.objects.counts_on([post, other_post]) == {
        post.pk: 1,
        other_post.pk: 1,
    }


def test_what_answers_a_row_that_is_gone_is_still_shown(say, post):
    root = say("root")
    child = say("child", reply_to=root)
    say("grandchild", reply_to=child)
    child.delete()

    thread = threads.get_threads(post)

    assert texts(thread) == ["root", "grandchild"]
    assert thread.comments[1].depth == 0


def test_a_comment_can_be_edited_by_its_writer_alone(say, post):
    user = UserFactory()
    say(user=user)

    def editable(user):
        shown = threads.get_threads(post, user=user).comments
        return [comment.is_editable_by(user) for comment in shown]

    assert editable(user) == [True]
    assert editable(UserFactory()) == editable(AnonymousUser()) == [False]


def expected(parents, hidden, removed):
    """What should be shown, by brute force: the places, and the number to read."""

    def path(place):
        while place is not None:
            yield place
            place = parents[place]

    shown = {
        place for place in range(len(parents)) if not hidden.intersection(path(place))
    }
    readable = shown - removed
    answered = {above for place in readable for above in path(place)}
    order = [place for thread in in_preorder(parents) for place in thread]
    return [place for place in order if place in shown & answered], len(readable)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_hidden_or_removed_the_rest_is_shown(post, seed):
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    parents, depths = [], []
    for place in range(dice.randint(1, 40)):
        choices = [None, *(p for p in range(place) if depths[p] < 5)]
        parent = dice.choice(choices)
        parents.append(parent)
        depths.append(0 if parent is None else depths[parent] + 1)
    share = dice.choice([0, 0.1, 0.4])
    hidden = {place for place in range(len(parents)) if dice.random() < share}
    removed = {place for place in range(len(parents)) if dice.random() < share}
    pks = plant(post, parents, hidden, removed, text="Hello.")

    places, number = expected(parents, hidden, removed)
    thread = threads.get_threads(post)
    visible = Comment.objects.on(post).visible()

    assert [comment.pk for comment in thread.comments] == [pks[p] for p in places]
    assert [comment.depth for comment in thread.comments] == [depths[p] for p in places]
    assert thread.count == count_comments(post) == visible.count() == number
    for comment in Comment.objects.on(post):
        is_readable = visible.filter(pk=comment.pk).exists()
        assert (threads.get_place(comment) is not None) is is_readable


# --- Pages of threads, and where a comment stands


def test_fifty_threads_stand_on_a_page(post):
    parents = []
    for _thread in range(120):
        parents += [None, len(parents)]
    pks = plant(post, parents, hidden={0}, removed={2, 3})

    first, second, third = (threads.get_threads(post, number) for number in (1, 2, 3))

    assert [len(page.comments) for page in (first, second, third)] == [100, 100, 36]
    assert (second.paginator.number, second.paginator.num_pages) == (2, 3)
    together = first.comments + second.comments + third.comments
    assert [comment.pk for comment in together] == pks[4:]


def test_every_comment_is_where_its_address_says(post):
    plant(post, [None] * 60 + long_thread(20), hidden={3}, removed={7})

    for number in (1, 2):
        for comment in threads.get_threads(post, number).comments:
            assert threads.get_place(comment) == (number, False)


@pytest.mark.parametrize("number", ["x", "", None, -1, 0, 10**30, "9" * 5000])
def test_a_number_that_makes_no_sense_leads_to_some_page(say, post, number):
    say("Hello.")

    assert texts(threads.get_threads(post, number)) == ["Hello."]


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

SHAPES = {
    "nothing": [],
    "200 in one thread": long_thread(200),
    "200 threads": [None] * 200,
    "10,000 in one thread": long_thread(10_000),
    "10,000 threads": [None] * 10_000,
}


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

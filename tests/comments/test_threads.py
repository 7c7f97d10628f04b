"""Reading threads: nothing hidden is shown, nothing visible is lost."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser

from comments.models import Comment
from comments.reading import threads
from tests import factories
from tests.factories import UserFactory, count_comments, remove

from .planting import in_preorder, plant


def texts(thread):
    return [comment.comment for comment in thread.comments]


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

"""A few functions change comments, each its own row alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import writing
from comments.models import Comment, CommentDetails, CommentEdit, Subscription
from comments.signals import comment_published
from tests import factories
from tests.factories import UserFactory, publish, remove, restore

from .refusals import refusal


def state_of_others(comment):
    return list(Comment.objects.exclude(pk=comment.pk).order_by("pk").values())


@pytest.fixture
def heard():
    """The comments of which the signal of their publication told."""
    comments = []

    def hear(comment, **kwargs):
        comments.append(comment.pk)

    comment_published.connect(hear)
    yield comments
    comment_published.disconnect(hear)


def whole_thread(say):
    root = say("root")
    child = say("child", reply_to=root)
    return root, child, say("grandchild", reply_to=child), say("sibling", reply_to=root)


# --- Changing: one row alone


@pytest.mark.parametrize(
    "actions",
    [
        [factories.hold],
        [factories.hold, publish],
        [publish],
        [remove],
        [remove, remove, restore],
        [remove, publish],
        [lambda comment: comment.save()],
    ],
)
def test_no_change_of_a_comment_changes_another_row(say, actions):
    """The stock code publishes whatever a moderator hid below."""
    root, child, _grandchild, _sibling = whole_thread(say)
    factories.hold(child)
    before = state_of_others(root)

    for action in actions:
        action(root)

    assert state_of_others(root) == before


def test_a_waiting_reply_waits_on_whatever_happens_to_its_parent(say, hold):
    root = say("root")
    hold("all")
    reply = say("reply", reply_to=root)

    states = []
    for action in (factories.hold, publish, remove, restore):
        action(root)
        reply.refresh_from_db()
        states.append(reply.is_public)
    assert states == [False] * 4


def test_publication_is_told_once(say, hold, heard):
    hold("all")
    comment = say()
    assert heard == []

    for action in (
        publish,
        publish,
        factories.hold,
        publish,
        remove,
        restore,
    ):
        action(comment)

    assert heard == [comment.pk]


def test_a_comment_published_at_once_is_told_of_with_its_details(say, heard):
    comment = say()

    assert heard == [comment.pk]
    assert CommentDetails.objects.get(comment=comment).published_at


def test_a_removed_comment_is_told_of_when_it_is_first_restored(say, hold, heard):
    hold("all")
    comment = say()
    remove(comment)
    publish(comment)
    assert heard == []

    restore(comment)

    assert heard == [comment.pk]


def test_a_comment_from_elsewhere_is_old_news(say, heard):
    comment = say()
    comment.details.delete()
    heard.clear()

    factories.hold(comment)
    publish(comment)

    assert heard == []


def test_nothing_of_it_stays_if_telling_fails(say, hold):
    hold("all")
    comment = say()

    def fail(**kwargs):
        raise RuntimeError("no mail could be written")

    comment_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            publish(comment)
    finally:
        comment_published.disconnect(fail)

    comment.refresh_from_db()
    assert comment.is_public is False
    assert comment.details.published_at is None


@pytest.fixture
def user(db):
    return UserFactory(display_name="Suji")


# --- Changing one's own


def test_who_wrote_a_comment_can_edit_it(say, user):
    comment = say("Befor.", user=user)

    writing.edit(comment, "Before.", user)

    comment.refresh_from_db()
    assert comment.comment == "Before."
    assert comment.is_public
    assert comment.details.edited_at
    assert [edit.text for edit in CommentEdit.objects.all()] == ["Befor."]


def test_an_edit_that_changes_nothing_is_none(say, user):
    comment = say("Same.", user=user)

    writing.edit(comment, "Same.", user)

    assert comment.details.edited_at is None
    assert not CommentEdit.objects.exists()


def test_an_edit_is_refused_after_a_quarter_of_an_hour(say, user):
    comment = say(user=user)
    Comment.objects.filter(pk=comment.pk).update(
        submit_date=timezone.now() - timedelta(minutes=15, seconds=1)
    )

    assert refusal(writing.edit, comment, "Later.", user) == "late"


@pytest.mark.parametrize("by_member", [False, True])
def test_nobody_else_can_edit_or_delete(say, user, by_member):
    comment = say(user=user if by_member else None)
    stranger = UserFactory()

    assert refusal(writing.edit, comment, "Mine.", stranger) == "not_yours"
    assert refusal(writing.delete, comment, stranger) == "not_yours"


def test_a_removed_comment_cannot_be_edited(say, user):
    comment = say(user=user)
    remove(comment)

    assert refusal(writing.edit, comment, "Back again.", user) == "late"


@pytest.mark.parametrize(
    ("setting", "is_public"), [("all", False), ("first", False), ("none", True)]
)
def test_what_a_moderator_has_not_read_waits_again(say, hold, user, setting, is_public):
    comment = say("Harmless.", user=user)
    hold(setting)

    writing.edit(comment, "Buy this.", user)

    comment.refresh_from_db()
    assert comment.is_public is is_public


def test_deleting_leaves_nothing_of_a_person(say, user):
    comment = say(
        "My story.", user=user, website="https://example.org", wants_replies=True
    )
    writing.edit(comment, "Part of my story.", user)
    reply = say("Reply.", reply_to=comment)

    writing.delete(comment, user)

    comment.refresh_from_db()
    assert comment.is_removed
    kept = [comment.comment, comment.user_name, comment.user_email, comment.user_url]
    assert kept == [""] * 4
    assert comment.user is None
    assert not CommentEdit.objects.exists()
    assert not Subscription.objects.exists()
    assert Comment.objects.visible().get() == reply


def test_deleting_takes_the_reason_why_it_waited(say, hold, user):
    hold("all")
    comment = say(user=user)
    assert comment.details.held_because

    writing.delete(comment, user)

    assert CommentDetails.objects.get(comment=comment).held_because == ""


def test_what_its_writer_deleted_cannot_be_restored(say, user):
    comment = say(user=user)
    writing.delete(comment, user)

    assert refusal(restore, comment) == "deleted"

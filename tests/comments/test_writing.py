"""One function makes comments and a few change them, each its own row alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_comments.models import CommentFlag
from django_comments.signals import comment_was_posted, comment_will_be_posted
from django_comments_xtd.models import XtdComment

from comments import writing
from comments.models import Comment, CommentDetails, CommentEdit, Subscription
from comments.refusals import CommentRefused
from comments.signals import comment_published
from tests import factories
from tests.factories import UserFactory, create_comment, publish, remove, restore


def state_of_others(comment):
    return list(Comment.objects.exclude(pk=comment.pk).order_by("pk").values())


def refusal(function, *args, **kwargs):
    """The code with which `function` refuses."""
    with pytest.raises(CommentRefused) as refused:
        function(*args, **kwargs)
    assert str(refused.value).endswith(".")
    return refused.value.code


@pytest.fixture
def heard():
    """The comments of which the signal of their publication told."""
    comments = []

    def hear(comment, **kwargs):
        comments.append(comment.pk)

    comment_published.connect(hear)
    yield comments
    comment_published.disconnect(hear)


# --- Making


def test_a_comment_has_no_ip_address_and_nothing_counted(say):
    comment = say(website="https://example.org")

    comment.refresh_from_db()
    assert comment.ip_address is None
    assert comment.user_url == "https://example.org"
    assert comment.followup is False


def test_a_reply_stands_below_what_it_answers(say):
    comment = say("First")
    reply = say("Second", reply_to=comment)

    reply.refresh_from_db()
    assert (reply.parent_id, reply.thread_id) == (comment.pk, comment.pk)
    assert (reply.level, reply.order) == (1, 2)


def test_an_early_reply_moves_in_before_later_ones(say):
    root = say("root")
    first = say("first", reply_to=root)
    say("second", reply_to=root)
    say("below first", reply_to=first)

    rows = Comment.objects.order_by("thread_id", "order")
    assert [row.comment for row in rows] == ["root", "first", "below first", "second"]


@pytest.mark.parametrize(
    ("hold_setting", "is_first", "text", "is_public"),
    [
        ("first", True, "Hello.", False),
        ("first", False, "Hello.", True),
        ("all", False, "Hello.", False),
        ("none", True, "Hello.", True),
        ("none", True, "https://a.org https://b.org", True),
        ("none", True, "https://a.org https://b.org [c](https://c.org)", False),
        ("none", False, "https://a.org https://b.org https://c.org", True),
    ],
)
def test_the_settings_decide_which_comments_wait(
    say, hold, hold_setting, is_first, text, is_public
):
    if not is_first:
        say("Earlier.", email="MINJI@example.org")
    hold(hold_setting)

    comment = say(text)

    assert comment.is_public is is_public
    assert bool(comment.details.held_because) is not is_public


def test_comments_wait_by_default(post):
    comment = create_comment(
        post, name="Minji", email="minji@example.org", text="Hello."
    )

    assert comment.is_public is False


@pytest.mark.parametrize("state", ["is_public", "is_removed"])
def test_nobody_is_known_by_a_comment_that_does_not_stand(say, hold, state):
    earlier = say("Earlier.")
    setattr(earlier, state, state == "is_removed")
    earlier.save()
    hold("first")

    assert say("Later.").is_public is False


def test_the_same_text_twice_makes_one_comment(say):
    assert say("Hello.") == say("Hello.", email="Minji@Example.org")
    assert Comment.objects.count() == 1


def test_the_same_text_makes_another_comment_elsewhere_or_later(say, other_post):
    old = say("Hello.")
    say("Hello.", page=other_post)
    say("Hello.", email="other@example.org")
    Comment.objects.filter(pk=old.pk).update(
        submit_date=timezone.now() - timedelta(hours=25)
    )
    say("Hello.")

    assert Comment.objects.count() == 4


def test_the_same_text_as_of_a_removed_comment_makes_another(say):
    removed = say("Hello.")
    remove(removed)

    assert say("Hello.") != removed
    assert Comment.objects.count() == 2


def test_a_moderator_class_may_refuse_and_nothing_is_kept(say):
    def refuse(**kwargs):
        return False

    comment_will_be_posted.connect(refuse, sender=XtdComment)
    try:
        assert refusal(say) == "not_taken"
    finally:
        comment_will_be_posted.disconnect(refuse, sender=XtdComment)
    assert not Comment.objects.exists()


def test_a_failure_after_saving_leaves_no_row(say):
    """The stock code leaves a public comment in no thread at all."""

    def fail(**kwargs):
        raise RuntimeError("something else went wrong")

    comment_was_posted.connect(fail, sender=XtdComment)
    try:
        with pytest.raises(RuntimeError):
            say(wants_replies=True)
    finally:
        comment_was_posted.disconnect(fail, sender=XtdComment)
    assert not Comment.objects.exists()
    assert not CommentDetails.objects.exists()
    assert not Subscription.objects.exists()


# --- By somebody signed in


def test_name_and_address_of_a_member_come_from_the_account(say, db):
    user = UserFactory(email="suji@example.org", display_name="Suji")

    comment = say(name="Amnesty Board", email="victim@example.org", user=user)

    assert (comment.user_name, comment.user_email) == ("Suji", "suji@example.org")


def test_a_member_without_a_display_name_is_not_called_by_the_address(say, db):
    user = UserFactory(email="suji@example.org", display_name=" ")

    assert refusal(say, user=user) == "no_display_name"


def test_a_long_display_name_is_cut_to_what_fits(say, db):
    assert len(say(user=UserFactory(display_name="수" * 80)).user_name) == 50


# --- What is refused


@pytest.mark.parametrize("reply_to", [10**6, -1, 10**12, 10**30])
def test_an_answer_to_nothing_is_refused_before_anything_is_written(say, reply_to):
    assert refusal(say, reply_to=reply_to) == "reply_gone"
    assert not Comment.objects.exists()


def test_the_longest_that_is_allowed_is_kept(say):
    comment = say("한" * 3000, name="이" * 50)

    comment.refresh_from_db()
    assert len(comment.comment) == 3000


def test_a_reply_to_a_comment_on_another_page_is_refused(say, other_post):
    elsewhere = say("Elsewhere.", page=other_post)

    assert refusal(say, reply_to=elsewhere) == "reply_gone"


@pytest.mark.parametrize("change", [factories.hold, remove])
def test_a_reply_to_what_is_hidden_or_removed_is_refused(say, change):
    comment = say()
    change(comment)

    assert refusal(say, "Reply.", reply_to=comment) == "reply_gone"


def test_a_reply_below_something_hidden_is_refused(say):
    root = say()
    reply = say("Reply.", reply_to=root)
    factories.hold(root)

    assert refusal(say, "Reply to the reply.", reply_to=reply) == "reply_gone"


def test_a_reply_below_something_removed_is_taken(say):
    root = say()
    reply = say("Reply.", reply_to=root)
    remove(root)

    assert say("Reply to the reply.", reply_to=reply).pk


def test_a_reply_to_a_comment_that_waits_is_refused(say, hold):
    hold("all")
    waiting = say()
    hold("none")

    assert refusal(say, "Reply.", reply_to=waiting) == "reply_gone"


def test_threads_are_six_deep(say):
    comment = None
    for level in range(6):
        comment = say(f"Level {level}", reply_to=comment)

    assert comment.level == 5
    assert refusal(say, "Level 6", reply_to=comment) == "too_deep"


# --- Changing: one row alone


def whole_thread(say):
    root = say("root")
    child = say("child", reply_to=root)
    return root, child, say("grandchild", reply_to=child), say("sibling", reply_to=root)


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

    for action in (factories.hold, publish, remove, restore):
        action(root)
        reply.refresh_from_db()
        assert reply.is_public is False


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


# --- Changing one's own


@pytest.fixture
def user(db):
    return UserFactory(display_name="Suji")


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


def test_nobody_else_can_edit_or_delete(say, user):
    for comment in (say("By a guest."), say("By a member.", user=user)):
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


def test_what_its_writer_deleted_cannot_be_restored(say, user):
    comment = say(user=user)
    writing.delete(comment, user)

    assert refusal(restore, comment) == "deleted"


# --- Who is told


def test_replies_however_deep_are_for_those_who_asked(say):
    root = say("root", email="root@example.org", wants_replies=True)
    child = say("c", email="child@example.org", reply_to=root, wants_replies=True)
    say("uncle", email="uncle@example.org", reply_to=root, wants_replies=True)
    reply = say("reply", email="CHILD@example.org", reply_to=child)
    deep = say("deep", email="deep@example.org", reply_to=reply)

    def told(comment):
        asked = Subscription.objects.to_be_told_of(comment)
        return [subscription.email for subscription in asked]

    assert told(deep) == ["root@example.org", "child@example.org"]
    assert told(reply) == ["root@example.org"]
    assert told(root) == []


def test_those_who_muted_a_page_or_were_removed_are_not_told(say, other_post):
    root = say("root", wants_replies=True)
    child = say("child", reply_to=root, wants_replies=True)
    elsewhere = say("elsewhere", page=other_post, wants_replies=True)
    removed = say("removed", email="rude@example.org", wants_replies=True)
    reply = say("reply", email="other@example.org", reply_to=child)
    below_removed = say("below", email="other@example.org", reply_to=removed)
    remove(removed)

    root.subscriptions.get().mute_page()

    assert not Subscription.objects.to_be_told_of(reply).exists()
    assert not Subscription.objects.to_be_told_of(below_removed).exists()
    assert elsewhere.subscriptions.get().muted_at is None


def test_flags_can_be_kept_with_a_comment(say, user):
    comment = say()
    CommentFlag.objects.create(
        comment=comment, user=user, flag=CommentFlag.SUGGEST_REMOVAL
    )

    assert comment.flags.count() == 1

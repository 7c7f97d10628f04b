"""One function makes comments: what it stores, holds and refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_comments.models import CommentFlag
from django_comments.signals import comment_was_posted, comment_will_be_posted
from django_comments_xtd.models import XtdComment

from comments.models import Comment, CommentDetails, Subscription
from comments.reading.threads import get_threads
from tests import factories
from tests.factories import UserFactory, create_comment, publish, remove

from .refusals import refusal

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


def test_an_answer_to_the_deepest_stands_beside_it_and_names_it(say, post):
    comments = [say("0", name="Writer 0")]
    for level in range(1, 8):
        below = say(f"{level}", name=f"Writer {level}", reply_to=comments[-1])
        comments.append(below)
    say("5b", name="Other", reply_to=comments[4])

    shown = get_threads(post).comments

    told = [(c.comment, c.level, c.depth, c.in_reply_to) for c in shown]
    assert told[4:] == [
        ("4", 4, 4, "Writer 3"),
        ("5", 5, 5, "Writer 4"),
        ("6", 5, 5, "Writer 5"),
        ("7", 5, 5, "Writer 6"),
        ("5b", 5, 5, "Writer 4"),
    ]
    assert all(comment.takes_replies for comment in shown)


def test_an_answer_to_a_deepest_comment_that_is_hidden_or_gone_names_nobody(say, post):
    comment = None
    for level in range(6):
        comment = say(f"{level}", name=f"Writer {level}", reply_to=comment)
    say("6", reply_to=comment)

    factories.hold(comment)
    hidden = get_threads(post).comments[-1]
    publish(comment)
    remove(comment)
    removed = get_threads(post).comments[-1]

    assert (hidden.comment, hidden.in_reply_to) == ("6", "")
    assert (removed.comment, removed.in_reply_to) == ("6", "")


@pytest.fixture
def user(db):
    return UserFactory(display_name="Suji")


# --- Who is told


def test_flags_can_be_kept_with_a_comment(say, user):
    comment = say()
    CommentFlag.objects.create(
        comment=comment, user=user, flag=CommentFlag.SUGGEST_REMOVAL
    )

    assert comment.flags.count() == 1

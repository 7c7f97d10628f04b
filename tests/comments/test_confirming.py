"""A comment waits until its link is opened and its button pressed, once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments import writing
from comments.models import Comment, PendingComment
from comments.refusals import CommentRefused
from comments.submission import submit
from members.models import User
from tests.factories import UserFactory, remove


@pytest.fixture
def start(post, hold):
    hold("none")

    def start(text="Hello.", **fields):
        fields = {"name": "Minji", "email": "minji@example.org", "page": post} | fields
        return PendingComment.start(text=text, **fields)

    return start


def refusal(token):
    with pytest.raises(CommentRefused) as refused:
        submit.confirm(token)
    assert str(refused.value).endswith(".")
    return refused.value.code


def age(pending, **time):
    PendingComment.objects.filter(pk=pending.pk).update(
        created_at=timezone.now() - timedelta(**time)
    )


def test_the_token_is_kept_only_as_a_hash(start):
    pending, token = start()

    assert len(token) == 32
    assert token not in str(vars(pending))
    assert PendingComment.objects.for_token(token) == pending


def test_looking_at_a_pending_comment_makes_none(start):
    _pending, token = start()

    PendingComment.objects.for_token(token)

    assert not Comment.objects.exists()


def test_confirming_makes_the_comment_that_was_written(start, say):
    root = say("root")
    pending, token = start(
        "Hello.",
        reply_to=root.pk,
        website="https://example.org",
        wants_replies=True,
        suggests_topic=True,
        remember=True,
    )

    confirmed = submit.confirm(token)

    comment = Comment.objects.get(comment="Hello.")
    assert confirmed == pending
    assert confirmed.comment == comment
    assert confirmed.remember
    assert comment.user_url == "https://example.org"
    assert comment.parent_id == root.pk
    assert comment.details.suggests_topic
    assert comment.subscriptions.get().email == "minji@example.org"


def test_the_text_is_not_kept_twice(start):
    pending, token = start("My story.")

    submit.confirm(token)

    pending.refresh_from_db()
    assert pending.text == ""


def test_confirming_again_makes_no_second_comment(start):
    _pending, token = start()

    first, second = submit.confirm(token), submit.confirm(token)

    assert first.comment == second.comment
    assert Comment.objects.count() == 1


def test_confirming_again_makes_none_after_the_comment_was_changed(start):
    _pending, token = start()
    comment = submit.confirm(token).comment
    comment.user_name = "Named by a moderator"
    comment.comment = "Changed."
    comment.save()

    assert submit.confirm(token).comment == comment
    assert Comment.objects.count() == 1


def test_a_deleted_comment_does_not_come_back(start, say):
    user = UserFactory()
    pending, token = start("My story.")
    comment = submit.confirm(token).comment
    comment.user = user
    comment.save()
    writing.delete(comment, user)

    assert submit.confirm(token).comment.is_removed
    pending.refresh_from_db()
    assert (pending.name, pending.email, pending.website) == ("", "", "")

    comment.delete()

    assert submit.confirm(token).comment is None
    assert not Comment.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\ud800", "\0", "é"])
def test_a_link_that_nobody_was_sent_is_refused(start, token):
    start()

    assert refusal(token) == "unknown"


def test_an_old_link_is_refused(start):
    pending, token = start()
    age(pending, days=7)

    assert refusal(token) == "expired"
    assert not Comment.objects.exists()


def test_a_link_works_for_nearly_seven_days(start):
    pending, token = start()
    age(pending, days=7, minutes=-1)

    assert submit.confirm(token).comment


def test_a_used_link_never_grows_too_old(start):
    pending, token = start()
    comment = submit.confirm(token).comment
    age(pending, days=20)

    assert submit.confirm(token).comment == comment


@pytest.mark.parametrize("change", ["closed", "unpublished", "private"])
def test_what_happened_to_the_page_since_counts(start, post, change):
    _pending, token = start()
    if change == "closed":
        post.comments_open = False
        post.save()
    elif change == "unpublished":
        post.unpublish()
    else:
        PageViewRestriction.objects.create(page=post, restriction_type="login")

    assert refusal(token) in {"closed", "gone", "private"}
    assert not Comment.objects.exists()


def test_a_refused_link_works_once_the_page_is_open_again(start, post):
    _pending, token = start()
    post.comments_open = False
    post.save()
    refusal(token)
    post.comments_open = True
    post.save()

    assert submit.confirm(token).comment


def test_an_answer_to_what_was_removed_meanwhile_is_refused(start, say):
    root = say("root")
    _pending, token = start(reply_to=root.pk)
    remove(root)

    assert refusal(token) == "reply_gone"


# --- The same once more


def test_a_double_click_sends_one_mail(start):
    first, token = start()
    second, no_token = start(email="MINJI@example.org")

    assert first == second
    assert no_token is None
    assert submit.confirm(token)


def test_who_writes_the_same_again_later_gets_a_new_link_in_place_of_the_old(start):
    first, old_token = start()
    age(first, minutes=11)

    second, token = start()

    assert first == second
    assert refusal(old_token) == "unknown"
    assert submit.confirm(token).comment


def test_two_links_for_the_same_text_make_one_comment(start):
    first, token = start()
    age(first, hours=25)
    _second, other_token = start()

    comments = {submit.confirm(token).comment, submit.confirm(other_token).comment}

    assert len(comments) == Comment.objects.count() == 1
    assert submit.confirm(token).comment


def test_another_text_page_or_address_waits_by_itself(start, other_post):
    start()
    start("Another.")
    start(page=other_post)
    start(email="other@example.org")

    assert PendingComment.objects.count() == 4


# --- Cleaning up


def test_what_nobody_confirmed_and_what_is_long_done_is_purged(start):
    expired, _token = start("Expired.")
    age(expired, days=7)
    waiting, _token = start("Waiting.")
    age(waiting, days=6)
    recent, token = start("Recently confirmed.")
    submit.confirm(token)
    age(recent, days=29)
    done, token = start("Confirmed long ago.")
    comment = submit.confirm(token).comment
    PendingComment.objects.filter(pk=done.pk).update(
        confirmed_at=timezone.now() - timedelta(days=30)
    )
    assert list(PendingComment.objects.expired()) == [expired]

    PendingComment.purge()

    assert set(PendingComment.objects.all()) == {waiting, recent}
    assert Comment.objects.filter(pk=comment.pk).exists()


def test_the_link_of_a_deleted_comment_signs_nobody_in(client, start):
    _pending, token = start(remember=True)
    address = f"/comments/confirm/{token}/"
    client.post(address)
    user = User.objects.get(email="minji@example.org")
    writing.delete(Comment.objects.get(), user)
    stranger = Client()

    stranger.post(address)
    stranger.post("/api/v3/comments/confirm/", {"token": token}, "application/json")

    assert "_auth_user_id" not in stranger.session
    assert list(User.objects.all()) == [user]


def test_the_author_of_a_removed_comment_is_not_remembered(start):
    _pending, token = start(remember=True)
    pending = submit.confirm(token)
    remove(pending.comment)

    assert submit.remember_author(pending) is None
    assert not User.objects.exists()


def test_nobody_without_an_address_is_remembered(db):
    with pytest.raises(ValueError, match="address"):
        User.objects.remember("", "Nobody")

"""Moderators decide about a comment; it is logged and can be undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments import writing
from comments.models import Comment, CommentDetails
from comments.moderation import decisions, spam
from comments.moderation.decisions import Decision
from comments.moderation.reports import add_report
from members.my_data.personal_data import erase_person
from tests.factories import UserFactory, count_comments

from .moderating import bulk_url, decide, state, undo

# --- What the log says


def test_what_writers_do_is_in_the_log_without_them(say, hold):
    writer = UserFactory()
    comment = say(user=writer, name="", email="")
    hold("first")

    writing.edit(comment, "Something else.", writer)
    writing.delete(comment, writer)

    entries = ModelLogEntry.objects.values_list("action", "user", "label")
    assert set(entries) == {
        ("comments.held_after_edit", None, f"Comment {comment.pk}"),
        ("comments.delete", None, f"Comment {comment.pk}"),
    }


# --- Deciding


@pytest.mark.parametrize(
    ("decision", "is_public", "is_removed", "is_spam"),
    [
        (Decision.APPROVE, True, False, False),
        (Decision.REMOVE, False, True, False),
        (Decision.SPAM, False, False, True),
    ],
)
def test_a_decision_is_carried_out_logged_and_undone(
    decision, is_public, is_removed, is_spam, wait, moderator, sign_in
):
    comment = wait()
    before = state(comment)
    client = sign_in(moderator)

    response = decide(client, comment, decision)

    assert state(comment)[:3] == (is_public, is_removed, is_spam)
    entry = ModelLogEntry.objects.get(action=decision.value)
    assert (entry.object_id, entry.user) == (str(comment.pk), moderator)
    undo(client, response)
    assert state(comment) == before
    assert ModelLogEntry.objects.filter(action="comments.undo").count() == 1


def test_a_published_comment_is_held_and_shown_again(say, post, moderator, sign_in):
    comment = say()
    client = sign_in(moderator)

    response = decide(client, comment, Decision.HOLD)
    assert count_comments(post) == 0
    assert "I agree." not in client.get(post.url).content.decode()

    undo(client, response)
    assert count_comments(post) == 1


def test_the_log_tells_neither_name_nor_text(wait, moderator):
    comment = wait("TELLTALE text", name="TELLTALE")

    decisions.decide([comment], Decision.APPROVE, moderator)

    entry = ModelLogEntry.objects.get()
    assert "TELLTALE" not in f"{entry.label} {entry.data}"


def test_the_site_history_shows_decisions_to_whoever_may_see_it(
    wait, moderator, administrator, sign_in
):
    comment = wait()
    decisions.decide([comment], Decision.SPAM, moderator)

    history = sign_in(administrator).get(reverse("wagtailadmin_reports:site_history"))

    assert f"Comment {comment.pk}" in history.content.decode()
    assert "Marked as spam" in history.content.decode()


def test_a_decision_that_changes_nothing_is_not_noted(say, moderator):
    comment = say()

    number, _uuid = decisions.decide([comment], Decision.APPROVE, moderator)
    number_again, _uuid = decisions.decide([comment], Decision.APPROVE, moderator)

    # The first tells the spam filter that it is honest.
    assert (number, number_again) == (1, 0)
    assert ModelLogEntry.objects.count() == 1


def test_what_its_writer_deleted_cannot_be_published(say, moderator, sign_in):
    writer = UserFactory()
    comment = say(user=writer, name="", email="")
    writing.delete(comment, writer)

    decide(sign_in(moderator), comment, Decision.APPROVE)

    comment.refresh_from_db()
    assert comment.is_removed


@pytest.mark.parametrize("decision", ["", "comments.delete", "nonsense\x00"])
def test_an_unknown_decision_does_nothing(decision, wait, moderator, sign_in):
    comment = wait()
    before = state(comment)

    url = reverse("moderation:decide", args=[comment.pk])
    response = sign_in(moderator).post(url, {"decision": decision}, follow=True)

    assert response.status_code == 200
    assert state(comment) == before


def test_opening_addresses_changes_nothing(wait, moderator, sign_in):
    comment = wait()
    before = state(comment)
    client = sign_in(moderator)

    for name in ("decide", "inspect"):
        client.get(reverse(f"moderation:{name}", args=[comment.pk]))
    client.get(bulk_url("approve", comment))
    client.get(reverse("moderation:undo"))

    assert state(comment) == before


def test_spam_is_hidden_and_its_writer_is_told_nothing(
    say, post, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    writer = UserFactory()
    comment = say("Win money!", user=writer, name="", email="")
    mailoutbox.clear()

    decisions.decide([comment], Decision.SPAM)

    assert count_comments(post) == 0
    assert "Waiting for a moderator" in sign_in(writer).get(post.url).content.decode()
    assert mailoutbox == []


# --- Undoing


def test_an_old_undo_does_not_open_reports_that_were_answered_since(say):
    comment = say()
    add_report(comment, "hate", browser="one")
    _number, uuid = decisions.decide([comment], Decision.APPROVE)
    decisions.undo(uuid, None)
    decisions.decide([comment], Decision.APPROVE)

    assert decisions.undo(uuid, None) == 0
    assert not Comment.objects.need_a_moderator().exists()


def test_an_undo_works_once_and_never_for_nonsense(wait, moderator, sign_in):
    comment = wait()
    client = sign_in(moderator)
    response = decide(client, comment, Decision.APPROVE)
    undo(client, response)
    decisions.decide([comment], Decision.APPROVE)

    for uuid in (str(decisions.uuid4()), "", "x"):
        answer = client.post(reverse("moderation:undo"), {"uuid": uuid}, follow=True)
        assert "There is nothing to undo" in answer.content.decode()
    assert state(comment)[0]


@pytest.mark.parametrize(("minutes", "undone"), [(-1, 1), (1, 0)])
def test_a_decision_can_be_undone_for_a_day(minutes, undone, wait):
    comment = wait()
    _number, uuid = decisions.decide([comment], Decision.APPROVE)
    ModelLogEntry.objects.update(
        timestamp=timezone.now() - timedelta(days=1, minutes=minutes)
    )

    assert decisions.undo(uuid, None) == undone
    assert state(comment)[0] is not bool(undone)


# --- The spam filter


def test_a_moderator_makes_the_filter_forget_after_a_question(wait, moderator, sign_in):
    decisions.decide([wait("Win money now!")], Decision.SPAM)
    client = sign_in(moderator)
    url = reverse("moderation:spam_filter")

    assert "seen 1 spam" in client.get(url).content.decode()
    assert spam.learned() == (1, 0)

    client.post(url)
    assert spam.learned() == (0, 0)
    assert not CommentDetails.objects.exclude(learned_as="").exists()
    assert ModelLogEntry.objects.filter(action="comments.reset_spam_filter").exists()


def test_erasing_a_person_takes_the_reasons_that_quote_them(wait, rule):
    rule(words_that_hold="casino")
    user = UserFactory(email="jun@example.org")
    comment = wait("My casino.")
    assert "casino" in state(comment)[3]

    erase_person(user, keep_contributions=False)

    assert state(comment)[3] == ""

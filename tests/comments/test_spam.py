"""The filter learns from moderators, forgets what was wrong, and only makes wait."""

import csv
from pathlib import Path

import pytest

from comments import writing
from comments.models import CommentDetails
from comments.moderation import decisions, spam
from comments.moderation.decisions import Decision
from comments.moderation.spam import HAM, SPAM, SpamToken
from tests import measure_spam_filter
from tests.factories import UserFactory

SAMPLE = Path(__file__).parent.parent / "data/comments.tsv"
ADVERTISEMENT = "온라인 카지노 casino bonus! Win money at https://casino.example"


def sample():
    with SAMPLE.open(newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["kind"], row["text"]) for row in rows]


def teach(number=spam.ENOUGH):
    """Let the filter see `number` of each kind."""
    for kind in (SPAM, HAM):
        texts = [text for label, text in sample() if label == kind]
        for text in texts[:: max(1, len(texts) // number)][:number]:
            spam.learn(CommentDetails(), text, kind)


def counts():
    return set(SpamToken.objects.values_list("token", "spam", "honest"))


# --- Judging


def test_it_says_nothing_before_it_has_seen_enough_of_both(db):
    assert spam.reason_to_hold(ADVERTISEMENT) == ""

    teach(spam.ENOUGH - 1)
    assert spam.reason_to_hold(ADVERTISEMENT) == ""

    spam.learn(CommentDetails(), "Cheap casino!", SPAM)
    assert spam.reason_to_hold(ADVERTISEMENT) == ""

    spam.learn(CommentDetails(), "I wrote a letter.", HAM)
    assert spam.reason_to_hold(ADVERTISEMENT) != ""


def test_it_gives_its_reason_in_words_of_the_comment(db):
    teach()

    reason = spam.reason_to_hold(ADVERTISEMENT)

    assert reason.startswith("Looks like spam: “")
    named = reason.removeprefix("Looks like spam: ").rstrip(".").split(", ")
    assert 1 <= len(named) <= spam.WORDS_NAMED
    assert all(word.strip("“”") in ADVERTISEMENT.lower() for word in named)


@pytest.mark.parametrize(
    "text",
    [
        "The death penalty is wrong, and torture is a crime. See https://www.amnesty.org",
        "How much money did the campaign for the prisoners raise?",
        "사형제 폐지 캠페인에 3만원을 후원했어요.",
        "",
        "?!",
        "\u200b",
        "a" * 3000,
    ],
)
def test_it_lets_honest_comments_through(text, db):
    teach(60)

    assert spam.reason_to_hold(text) == ""


def test_what_looks_like_spam_waits_also_from_people_who_are_known(say):
    say()
    teach()

    held = say(ADVERTISEMENT)

    assert not held.is_public
    assert "Looks like spam" in held.details.held_because
    assert not held.details.is_spam


# --- Learning


def test_it_learns_from_decisions_and_from_nothing_else(say):
    comment = say("One.")
    assert spam.learned() == (0, 0)

    decisions.decide([comment], Decision.REMOVE)
    assert spam.learned() == (0, 0)

    decisions.decide([comment, say("Two.")], Decision.SPAM)
    assert spam.learned() == (2, 0)

    decisions.decide([say("Three.")], Decision.APPROVE)
    assert spam.learned() == (2, 1)


def test_what_is_learned_is_not_counted_again(db, django_assert_num_queries):
    details = CommentDetails()
    spam.learn(details, "Win money!", SPAM)
    before = counts()

    with django_assert_num_queries(0):
        spam.learn(details, "Win money!", SPAM)

    assert spam.learned() == (1, 0)
    assert counts() == before


@pytest.mark.parametrize("changed", [Decision.HOLD, Decision.REMOVE])
def test_a_changed_decision_is_unlearned(changed, say):
    comment = say(ADVERTISEMENT)
    before = counts()

    decisions.decide([comment], Decision.SPAM)
    assert counts() != before

    decisions.decide([comment], changed)
    assert counts() == before


def test_spam_that_was_honest_counts_as_honest_alone(say):
    comment = say("A letter.")

    decisions.decide([comment], Decision.SPAM)
    decisions.decide([comment], Decision.APPROVE)

    assert spam.learned() == (0, 1)
    assert not SpamToken.objects.exclude(spam=0).exists()


def test_an_undone_decision_is_unlearned(say):
    comment = say("A letter.")
    decisions.decide([comment], Decision.APPROVE)
    before = counts()

    _number, uuid = decisions.decide([comment], Decision.SPAM)
    decisions.undo(uuid, None)

    assert counts() == before


def test_an_edit_takes_back_what_was_learned_of_the_text_before(say):
    writer = UserFactory()
    comment = say("A letter.", user=writer, name="", email="")
    decisions.decide([comment], Decision.APPROVE)

    writing.edit(comment, "Another letter.", writer)

    assert counts() == set()
    decisions.decide([comment], Decision.SPAM)
    decisions.decide([comment], Decision.HOLD)
    assert counts() == set()


def test_the_table_keeps_nobodys_words(db):
    spam.learn(CommentDetails(), "verysecretword 비밀이야기", SPAM)

    assert SpamToken.objects.count() > 3
    for field in SpamToken._meta.get_fields():
        assert field.get_internal_type() in {"BigIntegerField", "IntegerField"}


def test_the_hashes_cannot_be_made_without_the_secret_of_the_site(settings):
    before = spam.hashed("casino")
    settings.SECRET_KEY = "another"

    assert spam.hashed("casino") != before


# --- Measuring


def test_the_measured_figures_are_as_good_as_written_down():
    numbers = measure_spam_filter.measure(measure_spam_filter.read(SAMPLE))["all"][
        "numbers"
    ]
    spam_held, ham_held = numbers[SPAM, True], numbers[HAM, True]

    assert numbers.total() == 201
    assert spam_held / (spam_held + ham_held) >= 0.97  # precision
    assert spam_held / (spam_held + numbers[SPAM, False]) >= 0.9  # recall

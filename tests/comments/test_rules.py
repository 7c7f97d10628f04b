"""What the group decides about comments holds for form, endpoint and page alike."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from comments import writing
from comments.models import Comment, CommentSettings, PendingComment
from comments.models.settings import first_of
from comments.reading import threads
from comments.refusals import CommentRefused
from tests.cms import is_refused
from tests.factories import UserFactory, count_comments, create_comment, queries_of

SETTINGS = reverse("wagtailsettings:edit", args=["comments", "commentsettings"])
TOMORROW = timedelta(days=1)
LEAVE_A_REPLY = "Leave a reply"


@pytest.fixture
def is_open(client, send, post):
    """Whether page, form and endpoint take a comment; they must agree."""

    def is_open(page=post):
        form = client.get(reverse("comments:form", args=[page.pk]))
        answers = {
            LEAVE_A_REPLY in client.get(page.url).content.decode(),
            form.status_code == 200,
            send(page=page, text=f"At {timezone.now()}").status_code == 302,
        }
        assert len(answers) == 1
        return answers.pop()

    return is_open


def publish_at(page, time):
    Page.objects.filter(pk=page.pk).update(first_published_at=time)


# --- Closing


def test_discussions_stay_open_without_any_rule(is_open):
    assert is_open()


def test_discussions_close_some_days_after_publication(is_open, post, rule):
    rule(close_after=7)

    publish_at(post, timezone.now() - timedelta(days=6))
    assert is_open()

    publish_at(post, timezone.now() - timedelta(days=8))
    assert not is_open()


def test_zero_days_close_at_once_and_nothing_never(is_open, rule):
    rule(close_after=None)
    assert is_open()

    rule(close_after=0)
    assert not is_open()


def test_a_closed_discussion_is_shown_without_ways_to_answer(say, post, rule, client):
    say()
    rule(close_after=1)

    page = client.get(post.url).content.decode()

    assert "I agree." in page
    assert "the page has been here for a while" in page
    assert "data-reply-to" not in page


def test_a_confirmation_after_the_end_is_refused_with_its_text(
    send, rule, client, mailoutbox
):
    send(text="Do not lose this.")
    rule(close_after=0)

    link = next(word for word in mailoutbox[0].body.split() if "/confirm/" in word)
    response = client.post(link.removeprefix("http://127.0.0.1:8000"))

    assert "Do not lose this." in response.content.decode()
    assert not Comment.objects.exists()


# --- Storms


@pytest.mark.parametrize("storm", ["close", "read_only"])
def test_a_storm_closes_all_pages_until_it_is_over(
    storm, say, is_open, post, history, rule, client, monkeypatch
):
    say()
    end = timezone.now() + TOMORROW
    rule(storm=storm, storm_until=end, storm_banner="Back on Monday.")

    assert not is_open()
    assert not is_open(history)
    page = client.get(post.url).content.decode()
    assert "Back on Monday." in page
    assert "I agree." in page
    assert ("Comments rest for now" in page) == (storm == "close")

    monkeypatch.setattr(timezone, "now", lambda: end + timedelta(minutes=1))
    assert is_open()
    assert "Back on Monday." not in client.get(post.url).content.decode()


def test_a_storm_can_hold_all_comments(say, rule):
    known = say()
    rule(storm="hold", storm_until=timezone.now() + TOMORROW)
    held = create_comment(
        Page.objects.get(pk=known.object_pk).specific,
        name="Minji",
        email=known.user_email,
        text="Once more.",
    )
    assert not held.is_public

    rule(storm="hold", storm_until=timezone.now() - TOMORROW)
    assert say("And once more.").is_public


def test_a_storm_needs_an_end(rule):
    with pytest.raises(ValidationError, match="say when it ends"):
        rule(storm="close")


# --- Words


@pytest.mark.parametrize(
    ("lines", "text", "found"),
    [
        ("casino", "Best Casino!", "casino"),
        ("casino", "casinos", ""),
        ("casino", "카지노 casino가 좋아요", "casino"),
        ("카지노", "온라인카지노에서", "카지노"),
        ("bad.example", "https://www.bad.example/x", "bad.example"),
        ("bad.example", "badXexample", ""),
        (" \n\nfree money\n", "FREE MONEY", "free money"),
        ("(", "brackets (", "("),
        ("\uff43asino", "casino", "\uff43asino"),  # as wide as Hangul
        ("", "anything", ""),
    ],
)
def test_words_are_found(lines, text, found):
    assert first_of(lines, [text]) == found


def test_a_word_holds_whoever_writes_it(say, rule):
    known = say()
    rule(words_that_hold="casino\nbad.example")

    assert not say("My casino.").is_public
    assert not say("Hello.", website="https://bad.example/").is_public
    assert say("Hello again.").is_public
    held = say("Again casino.", email=known.user_email)
    assert held.details.held_because == "It contains “casino”."


def test_a_blocked_word_is_refused_with_a_sentence_and_the_text(send, rule, mailoutbox):
    rule(blocked_words="casino")

    response = send(text="My casino and more.")

    page = response.content.decode()
    assert response.status_code == 422
    assert "“casino” is among the words" in page
    assert "My casino and more." in page
    assert not PendingComment.objects.exists()
    assert mailoutbox == []


def test_a_blocked_word_cannot_come_in_by_an_edit_or_a_name(say, rule):
    writer = UserFactory()
    comment = say(user=writer, name="", email="")
    rule(blocked_words="casino")

    with pytest.raises(CommentRefused, match="casino"):
        writing.edit(comment, "Now casino.", writer)
    with pytest.raises(CommentRefused, match="casino"):
        say(name="Casino")


# --- Hidden discussions


@pytest.fixture
def hidden_post(say, post):
    say("TELLTALE", name="TELLTALE")
    post.comments_hidden = True
    post.save()
    return post


def test_a_hidden_discussion_is_nowhere(hidden_post, client, home_page):
    comment = Comment.objects.get()

    for url in ("/", "/blog/", hidden_post.url, reverse("comments:feed")):
        page = client.get(url)
        assert page.status_code == 200
        assert "TELLTALE" not in page.content.decode()
        assert "1 comment" not in page.content.decode()
    for name in ("permalink", "reply", "report"):
        url = reverse(f"comments:{name}", args=[comment.pk])
        assert client.get(url).status_code == 404


def test_of_a_hidden_discussion_nothing_is_read_by_whatever_page(hidden_post):
    for page in (hidden_post, Page.objects.get(pk=hidden_post.pk)):
        assert count_comments(page) == 0
        assert threads.get_threads(page).comments == []
    comment = Comment.objects.get()
    assert threads.get_place(comment) is None
    assert not Comment.objects.visible().on_public_pages().exists()


def test_a_hidden_discussion_takes_no_comment(hidden_post, is_open):
    assert not is_open(hidden_post)
    assert not hidden_post.comments_open


def test_a_discussion_is_shown_again(hidden_post, client, is_open):
    hidden_post.comments_hidden = False
    hidden_post.comments_open = True
    hidden_post.save()

    assert "TELLTALE" in client.get(hidden_post.url).content.decode()
    assert is_open(hidden_post)


def test_other_discussions_are_not_hidden_with_it(hidden_post, other_post, say):
    say(page=other_post)

    assert Comment.objects.counts_on([hidden_post, other_post]) == {
        hidden_post.pk: 0,
        other_post.pk: 1,
    }


# --- Who may change the rules, and what they cost


@pytest.mark.parametrize("who", ["moderator", "editor", "administrator"])
def test_moderators_and_editors_change_the_rules(who, request, sign_in, home_page):
    client = sign_in(request.getfixturevalue(who))
    url = client.get(SETTINGS).url

    client.post(url, {"hold": "all", "close_after": "30", "storm": ""})

    rules = CommentSettings.for_site(home_page.get_site())
    assert (rules.hold, rules.close_after) == ("all", 30)


def test_an_author_cannot_change_the_rules(author, sign_in, home_page):
    assert is_refused(sign_in(author).get(SETTINGS))


def test_rules_cost_a_page_one_query(post, say, client, django_assert_max_num_queries):
    say()
    before = queries_of(client, post.url)

    CommentSettings.objects.update(close_after=10_000, words_that_hold="casino")

    assert queries_of(client, post.url) == before

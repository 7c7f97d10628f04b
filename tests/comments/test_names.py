"""Whose name a comment may carry, and whose comments are trusted."""

import pytest
from django.urls import reverse
from post_office.models import Email

from comments import writing
from comments.models import BlockedAddress, Comment, CommentSettings
from comments.models.moderation import hash_address
from comments.moderation.audit_log import history_of
from comments.moderation.decisions import Decision, decide
from comments.moderation.holding import reason_to_hold
from comments.refusals import CommentRefused
from comments.submission import submit
from comments.submission.names import is_reserved
from tests.factories import AuthorFactory, create_comment, publish

from .mails import link_in

ADDRESS = "minji@example.org"


def reason(page, **fields):
    comment = Comment(
        object_pk=str(page.pk), user_email=ADDRESS, comment="I agree.", **fields
    )
    return reason_to_hold(comment, CommentSettings.of(page))


# --- Trust


def test_trust_belongs_to_an_address_and_its_name(post):
    publish(create_comment(post, name="Min-jun", email=ADDRESS))

    assert reason(post, user_name="Min-jun") == ""
    assert reason(post, user_name="MIN JUN") == ""
    assert "“Min-jun”" in reason(post, user_name="Somebody else")


def test_each_name_that_was_published_is_trusted(post):
    for name in ("Min-jun", "MJ"):
        publish(create_comment(post, name=name, email=ADDRESS, text=f"I am {name}."))

    assert reason(post, user_name="Min-jun") == reason(post, user_name="MJ") == ""


def test_the_name_of_another_address_earns_nothing(post):
    publish(create_comment(post, name="Min-jun", email="other@example.org"))

    assert reason(post, user_name="Min-jun") != ""


def test_nobody_holds_what_a_moderator_writes(post, moderator):
    assert reason(post, user_name="Soo", user=moderator) == ""


# --- Names of the group


@pytest.mark.parametrize(
    "name",
    [
        "Amnesty G48",
        "amnesty  g48",
        "Amnesty\u200b G48",
        "\u0410mnesty G48",  # with a Cyrillic letter
        "G48 team",
        "Amnesty International Korea",
        "앰네스티",
        "Editor",
        "The Moderators",
        "관리자",
    ],
)
def test_nobody_comments_in_the_name_of_the_group(client, send, name):
    answer = send(name=name)

    assert answer.status_code == 422
    assert "choose another name" in answer.content.decode()
    assert "I would like to write to her." in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["Minji", "Amy", "Ed", "G4", "김민지", "Moder", "Agnes"]
)
def test_other_names_are_free(db, name):
    assert not is_reserved(name)


def test_the_names_of_authors_are_reserved(db):
    AuthorFactory(name="Kim Min-ji", slug="kim-min-ji")

    assert is_reserved("kim minji")
    assert not is_reserved("Kim Minjae")


def test_the_names_of_those_who_enter_the_cms_are_reserved(editor, member):
    editor.display_name, member.display_name = "Park Soo", "Lee Jun"
    editor.save()
    member.save()

    assert is_reserved("Park Soo")
    assert not is_reserved("Lee Jun")


def test_a_member_with_such_a_name_is_told_so(post, member):
    member.display_name = "Amnesty G48"
    member.save()

    with pytest.raises(CommentRefused, match="another name"):
        submit.add_comment(post.pk, text="Our meeting has moved.", user=member)
    assert not Comment.objects.exists()


def test_what_the_group_writes_is_marked(client, post, editor, member):
    editor.display_name = "Amnesty G48"
    editor.save()
    ours = submit.add_comment(post.pk, text="Welcome.", user=editor)
    theirs = submit.add_comment(post.pk, text="Thank you.", user=member)
    for comment in (ours, theirs):
        publish(comment)

    page = client.get(post.url).text
    marks = [part.count("comment__badge") for part in page.split("<article ")[2:]]

    assert marks == [1, 0]
    shown = client.get("/api/v3/comments/", {"page": post.pk}).json()["items"]
    assert [comment["by_group"] for comment in shown] == [True, False]


@pytest.mark.parametrize(
    "name", ["\u3164", "\u200b\u200b", "\u2800", " \u00a0 ", "\u202e"]
)
def test_a_name_that_cannot_be_seen_is_none(send, name):
    answer = send(name=name)

    assert answer.status_code == 422
    assert "Please choose a name" in answer.content.decode()


def test_a_name_cannot_turn_round_what_stands_beside_it(client, post, hold):
    hold("none")
    create_comment(post, name="\u05d0\u05d1\u05d2", text="I agree.")

    assert "<bdi>\u05d0\u05d1\u05d2</bdi>" in client.get(post.url).text
    assert "\u2068\u05d0\u05d1\u05d2\u2069 on" in client.get("/comments/feed/").text


# --- Blocking, and deleting for good


@pytest.fixture
def comment(post):
    comment = create_comment(post, name="Tell", email="Tell.Tale@example.org")
    return publish(comment) or comment


def test_no_comment_is_taken_from_a_blocked_address(
    client, send, comment, moderator, mail_is_queued
):
    client.force_login(moderator)
    client.post(reverse("moderation:block", args=[comment.pk]))
    client.logout()

    for address in ("tell.tale@EXAMPLE.org", "tell.tale+2@example.org"):
        assert BlockedAddress.objects.has(address)
    send(email="tell.tale@example.org", text="Once more.")
    answer = client.post(link_in(Email.objects.last()))

    assert answer.status_code == 410
    assert "We cannot take this comment." in answer.content.decode()
    assert "Once more." in answer.content.decode()
    assert Comment.objects.count() == 1


def test_a_block_is_taken_back(client, comment, moderator):
    client.force_login(moderator)
    address = reverse("moderation:block", args=[comment.pk])
    client.post(address)
    assert "Unblock the writer" in client.get(address).text

    client.post(address)

    assert not BlockedAddress.objects.exists()


def test_a_block_keeps_no_address(comment):
    assert "tell" not in hash_address("tell@example.org")
    assert len(hash_address("tell@example.org")) == 64


def test_nothing_is_left_of_what_was_deleted_for_good(client, comment, moderator, post):
    reply = create_comment(post, reply_to=comment.pk, text="Why?", name="Jun")
    publish(reply)
    client.force_login(moderator)
    address = reverse("moderation:delete_for_good", args=[comment.pk])
    assert "cannot be undone" in client.get(address).text

    client.post(address)

    comment.refresh_from_db()
    kept = {comment.comment, comment.user_name, comment.user_email, comment.user_url}
    assert kept == {""}
    assert comment.is_removed
    assert "Why?" in client.get(post.url).text
    inspected = client.get(reverse("moderation:inspect", args=[comment.pk])).text
    assert "Deleted for good" in inspected
    assert "Tell" not in inspected


@pytest.mark.parametrize("name", ["delete_for_good", "block"])
def test_only_moderators_do_what_cannot_be_undone(client, comment, author, name):
    address = reverse(f"moderation:{name}", args=[comment.pk])

    answers = [client.get(address).status_code, client.post(address).status_code]
    client.force_login(author)
    answers += [client.get(address).status_code, client.post(address).status_code]

    assert answers == [302, 302, 302, 302]
    comment.refresh_from_db()
    assert comment.comment
    assert not BlockedAddress.objects.exists()


def test_the_log_forgets_why_a_comment_was_held(post, moderator):

    comment = create_comment(post)
    comment.details.held_because = "It contains “casino”."
    comment.details.save()
    decide([comment], Decision.APPROVE, moderator)
    assert "casino" in str([entry.data for entry in history_of(comment)])

    writing.delete_for_good(comment, moderator)

    assert "casino" not in str([entry.data for entry in history_of(comment)])

"""How often guests may write: what they confirm does not count, and whoever the group
knows is let through."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from base.mail.queue import MAILS_TO_ADDRESS, mailbox
from base.rate_limits import HOUR, RateLimit
from comments.models import Comment, PendingComment
from comments.submission import submit

from .mails import link_in

pytestmark = pytest.mark.usefixtures("mail_is_queued")

TIME_LEFT = re.compile(r"try again in \d+ (minute|hour)s?\b")


@pytest.fixture
def flooded(monkeypatch, client, filled_in):
    """The page has as many unconfirmed comments of strangers as it takes."""
    monkeypatch.setattr(submit, "COMMENTS_ON_PAGE", RateLimit("page", 3, HOUR))
    for number in range(3):
        sent = filled_in(email=f"stranger{number}@example.org", text=f"No. {number}")
        client.post(reverse("comments:post"), sent, REMOTE_ADDR=f"192.0.2.{number}")


def confirm_latest(client):
    client.post(link_in(Email.objects.order_by("-pk").first()))


def test_a_guest_who_confirms_may_write_again_and_again(client, send):
    for number in range(MAILS_TO_ADDRESS[0].most + 2):
        assert send(text=f"Comment {number}").status_code == 302
        confirm_latest(client)

    assert Comment.objects.count() == MAILS_TO_ADDRESS[0].most + 2


def test_who_confirms_nothing_is_told_when_to_try_again(send):
    for number in range(4):
        response = send(text=f"Comment {number}")

    assert TIME_LEFT.search(response.text)
    assert "tomorrow" not in response.text
    assert "Comment 3" in response.text


def test_what_is_refused_does_not_count_for_the_day(send, monkeypatch):
    _hour, day = MAILS_TO_ADDRESS
    for number in range(day.most + 1):
        send(text=f"Comment {number}")

    assert not day.hit_limit("minji@example.org")


def test_the_addresses_of_one_mailbox_are_one(send):
    for address in ("m.inji@gmail.com", "minji+a@gmail.com", "Min.Ji+b@googlemail.com"):
        send(email=address, text=address)

    assert "several mails" in send(email="minji@gmail.com", text="Fourth").text


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("a.b@example.org", "ab@example.org"),
        ("ab@gmail.com", "ab@example.org"),
        ("ab@gmail.com", "ac@gmail.com"),
    ],
)
def test_different_mailboxes_are_told_apart(address, other):
    assert mailbox(address) != mailbox(other)


@pytest.mark.usefixtures("flooded")
def test_a_flood_stops_strangers_and_tells_them_until_when(client, filled_in):
    sent = filled_in(email="another@example.org", text="Mine.")
    response = client.post(reverse("comments:post"), sent)

    assert not PendingComment.objects.filter(text="Mine.").exists()
    assert TIME_LEFT.search(response.text)
    assert "Mine." in response.text


@pytest.mark.usefixtures("flooded")
def test_a_flood_does_not_stop_members(filled_in, member):
    browser = Client()
    browser.force_login(member)

    response = browser.post(reverse("comments:post"), filled_in(text="Mine."))

    assert response.status_code == 302
    assert Comment.objects.get().comment == "Mine."


def test_a_flood_does_not_stop_guests_who_are_known(say, flooded, send):
    say("Hello.", email="known@example.org")

    send(email="known@example.org", text="Mine.")

    assert PendingComment.objects.filter(text="Mine.").exists()
    assert Email.objects.filter(to="known@example.org").exists()


def test_a_flood_does_not_tell_who_is_known(say, flooded, client, filled_in):
    say("Hello.", email="known@example.org")

    def errors(address):
        sent = filled_in(email=address, text="Mine.", name="Minji")
        answer = client.post(reverse("comments:post"), sent)
        return answer.status_code, answer.context["form"].errors

    assert errors("known@example.org") == errors("unknown@example.org")


def test_what_is_confirmed_does_not_count_for_the_page(flooded, client, filled_in):
    confirm_latest(client)

    sent = filled_in(email="another@example.org", text="Mine.")

    assert client.post(reverse("comments:post"), sent).status_code == 302


def test_what_is_confirmed_does_not_count_for_the_connection(monkeypatch, client, send):
    monkeypatch.setattr(submit, "COMMENTS_OF_SENDER", RateLimit("sender", 1, HOUR))
    send()
    confirm_latest(client)

    assert send(text="Another.").status_code == 302


def test_a_member_who_floods_is_stopped(filled_in, client, member, monkeypatch):
    monkeypatch.setattr(submit, "COMMENTS_OF_MEMBER", RateLimit("member", 1, HOUR))
    client.force_login(member)

    client.post(reverse("comments:post"), filled_in(text="One."))
    response = client.post(reverse("comments:post"), filled_in(text="Two."))

    assert "send this one in" in response.text
    assert Comment.objects.count() == 1


def test_the_time_left_is_never_too_short(monkeypatch):
    for second, left in [(0, 3600), (1, 3599), (3599, 1), (3600, 3600)]:
        monkeypatch.setattr("base.rate_limits.time.time", lambda at=second: at + 0.9)
        assert RateLimit("test", 1, HOUR).seconds_left == left

"""A visitor without an account: the link, the button, who is remembered."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from base.mail.queue import MAILS_TO_ADDRESS
from base.rate_limits import RateLimit
from comments.models import Comment, PendingComment
from comments.submission import submit
from members.models import User
from tests.factories import remove

from .mails import link_in

ADDRESS = "minji@example.org"

pytestmark = pytest.mark.usefixtures("mail_is_queued")


# --- A visitor


def test_a_visitor_is_sent_a_link_and_nothing_is_shown_yet(client, send, post):
    response = send()

    assert response.url == reverse("comments:sent", args=[post.pk])
    assert "sent you a link" in client.get(response.url).text
    assert not Comment.objects.exists()
    assert Email.objects.get().to == [ADDRESS]


def test_the_mail_holds_neither_name_nor_text(send):
    send(name="Cheap Pills", text="Buy here: http://spam.example")

    mail = Email.objects.get()

    whole = mail.subject + mail.message + mail.html_message
    assert "Cheap" not in whole
    assert "spam" not in whole


def test_the_link_stays_short_for_three_thousand_syllables(client, send):
    send(text="가" * 3000)

    address = link_in(Email.objects.get())

    assert len(settings.SITE_URL + address) < 200
    assert "가" * 3000 in client.get(address).text


def test_opening_the_link_changes_nothing(client, link):
    for method in (client.get, client.head):
        assert method(link).status_code == 200

    assert not Comment.objects.exists()


def test_the_button_makes_the_comment(client, link, hold, post):
    hold("none")

    response = client.post(link, follow=True)

    assert response.redirect_chain[-1][0].startswith(f"{post.url}#comment-")
    assert "I would like to write to her." in response.text


def test_the_button_pressed_twice_makes_one_comment(client, link, hold):
    hold("none")

    first, second = client.post(link), client.post(link)

    assert first.url == second.url
    assert Comment.objects.count() == 1


def test_the_first_comment_waits_and_says_so_to_its_writer(client, link, post):
    response = client.post(link)

    assert "waiting for a moderator" in response.text
    assert "I would like to write to her." in response.text
    assert "I would like" not in Client().get(post.url).text


def test_a_deleted_comment_does_not_come_back(client, link, hold):
    hold("none")
    client.post(link)
    remove(Comment.objects.get())

    client.post(link)

    assert not Comment.objects.filter(is_removed=False).exists()


def test_an_old_link_says_that_it_is_old_and_returns_the_text(client, link):
    long_ago = timezone.now() - timedelta(days=8)
    PendingComment.objects.update(created_at=long_ago)

    response = client.post(link)

    assert response.status_code == 410
    assert "too old" in response.text
    assert "I would like to write to her." in response.text


def test_an_unknown_link_is_not_found(client, db):
    address = reverse("comments:confirm", args=["x" * 32])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_the_link_gives_itself_away_to_nobody(client, link):
    response = client.get(link)

    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_the_same_sent_twice_is_one_mail(send):
    send()
    send()

    assert Email.objects.count() == 1


# --- Who is remembered


def test_who_asks_to_be_remembered_is_signed_in(client, send, hold):
    hold("none")
    send(remember="on")

    client.post(link_in(Email.objects.get()))

    user = User.objects.get(email=ADDRESS)
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Comment.objects.get().user == user


def test_who_does_not_ask_is_not_remembered(client, link):
    client.post(link)

    assert not User.objects.filter(email=ADDRESS).exists()
    assert "_auth_user_id" not in client.session


def test_a_link_never_signs_an_editor_in(client, send, editor):
    send(remember="on", email=editor.email)

    client.post(link_in(Email.objects.get()))

    assert "_auth_user_id" not in client.session


def test_a_member_sees_their_waiting_comment_in_its_place(client, send, post):
    send(remember="on")
    client.post(link_in(Email.objects.get()))

    assert "Only you can see it" in client.get(post.url).text
    assert "Only you can see it" not in Client().get(post.url).text


# --- In which browser


def test_a_browser_of_the_mail_app_is_not_remembered(client, send):
    send(remember="on")
    mail_app = Client()
    address = link_in(Email.objects.get())

    asked = mail_app.get(address).text
    answer = mail_app.post(address)

    assert "remember_here" in asked
    assert "_auth_user_id" not in mail_app.session
    assert "sign in there" in answer.text
    assert Comment.objects.get().user == User.objects.get(email=ADDRESS)


def test_whoever_wants_is_remembered_in_the_browser_of_the_mail_app(send):
    send(remember="on")
    mail_app = Client()

    mail_app.post(link_in(Email.objects.get()), {"remember_here": "on"})

    assert "_auth_user_id" in mail_app.session


def test_the_browser_that_asked_is_told_what_to_do(client, send):
    told = client.get(send(remember="on").url).text
    untold = client.get(send(text="Another.").url).text

    assert "To be remembered here" in told
    assert "To be remembered here" not in untold


def test_what_was_asked_with_another_address_counts_for_no_other(client, send):
    send(remember="on")
    address = link_in(Email.objects.get())
    send(remember="on", email="other@example.org", text="Another.")

    client.post(address)

    assert "_auth_user_id" not in client.session


# --- Abuse


def test_nobodys_mailbox_can_be_bombarded(send):
    for number in range(20):
        response = send(text=f"comment {number}")

    assert Email.objects.count() == MAILS_TO_ADDRESS[0].most
    assert "several mails to this address" in response.text
    assert "comment 19" in response.text


def test_one_connection_cannot_flood_the_site(send):
    most = submit.COMMENTS_OF_SENDER.most

    for number in range(most + 1):
        response = send(text=f"comment {number}", email=f"person{number}@example.org")

    assert PendingComment.objects.count() == most
    assert "wait a little" in response.text


def test_one_page_takes_only_so_many_comments(client, filled_in, monkeypatch):
    monkeypatch.setattr(submit, "COMMENTS_ON_PAGE", RateLimit("test", 1, 600))

    for address in ("198.51.100.1", "198.51.100.2"):
        sent = filled_in(email=f"{address}@example.org")
        response = client.post(reverse("comments:post"), sent, REMOTE_ADDR=address)

    assert PendingComment.objects.count() == 1
    assert "more comments than we can look after" in response.text


def test_no_address_of_a_visitor_is_kept(client, filled_in, hold):
    hold("none")
    client.post(reverse("comments:post"), filled_in(), REMOTE_ADDR="198.51.100.77")
    client.post(link_in(Email.objects.get()), REMOTE_ADDR="198.51.100.77")

    assert Comment.objects.get().ip_address is None
    assert "198.51.100.77" not in everything_in_the_database()


def everything_in_the_database():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows.append(str(cursor.fetchall()))
    return "\n".join(rows)


def test_no_mail_address_is_on_any_public_page(client, say, post, blog):
    say("Hello", website="https://minji.example.org")

    feed = reverse("comments:feed")
    addresses = (post.url, blog.url, "/", feed, "/api/v3/pages/")
    shown = {address: client.get(address).text for address in addresses}

    assert "Hello" in shown[post.url]
    assert "Hello" in shown[feed]
    assert [address for address, text in shown.items() if ADDRESS in text] == []

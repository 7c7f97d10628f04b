import hashlib

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from members.my_data.personal_data import erase_person

from .signing_in import LOGIN, PASSWORD, ask_for_code, signed_in, type_code
from .stored import decoded_sessions, everything_kept


def test_guessing_passwords_ends_after_five(editor, client, django_client):
    for _ in range(5):
        client.post(LOGIN, {"login": editor.email, "password": "wrong"})

    response = django_client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert not signed_in(django_client)
    assert "too many tries" in response.content.decode()


def test_one_address_gets_three_codes_a_minute_however_many_browsers_ask(
    member, mailoutbox
):

    answers = [ask_for_code(Client(), member.email) for _ in range(5)]

    assert len(mailoutbox) == 3
    assert "too many tries" in answers[-1].content.decode()


ELSEWHERE = {"REMOTE_ADDR": "198.51.100.9"}


def test_who_guesses_passwords_does_not_lock_out_the_owner(editor, client):
    for _ in range(6):
        client.post(LOGIN, {"login": editor.email, "password": "wrong"})
    owner = Client(**ELSEWHERE)

    owner.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert signed_in(owner) == editor


def test_who_asks_for_codes_does_not_lock_out_the_owner(member, mailoutbox):
    for number in range(30):
        ask_for_code(Client(REMOTE_ADDR=f"203.0.113.{number}"), member.email)
    owner = Client(**ELSEWHERE)

    page = ask_for_code(owner, member.email, follow=True)
    type_code(owner, mailoutbox[-1])

    assert len(mailoutbox) == 5
    assert "several codes to this address already" in page.text
    assert signed_in(owner) == member


def test_a_code_stays_valid_while_others_ask(member, mailoutbox):
    owner = Client(**ELSEWHERE)
    ask_for_code(owner, member.email)
    for number in range(10):
        ask_for_code(Client(REMOTE_ADDR=f"203.0.113.{number}"), member.email)

    type_code(owner, mailoutbox[0])

    assert signed_in(owner) == member


def test_a_code_works_once_and_for_one_address(member, editor, mailoutbox):
    ask_for_code(Client(), member.email)
    code = mailoutbox[0]
    stranger, second = Client(), Client(**ELSEWHERE)
    ask_for_code(stranger, editor.email)
    type_code(stranger, code)
    ask_for_code(second, member.email)
    type_code(second, code)
    third = Client(REMOTE_ADDR="198.51.100.10")
    ask_for_code(third, member.email)
    type_code(third, code)

    assert not signed_in(stranger)
    assert signed_in(second) == member
    assert not signed_in(third)


def test_nobody_learns_by_the_limit_who_is_known(member):
    def last_page(email):
        for number in range(8):
            client = Client(REMOTE_ADDR=f"203.0.113.{number}")
            page = client.post(LOGIN, {"login": email}, follow=True)
        return "several codes" in page.text, page.status_code

    assert last_page(member.email) == last_page("nobody@example.org") == (True, 200)


def test_resets_are_mailed_to_an_address_five_times_an_hour(editor, mailoutbox):
    url = reverse("account_reset_password")
    for number in range(8):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        answer = client.post(url, {"email": editor.email}, follow=True)

    assert len(mailoutbox) == 5
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["testserver:6666", "localhost:99"])
def test_a_reset_link_follows_no_header(editor, client, mailoutbox, settings, host):
    client.post(
        reverse("account_reset_password"),
        {"email": editor.email},
        headers={"host": host},
    )

    assert f"{settings.SITE_URL}/account/password/reset/key/" in mailoutbox[0].body
    assert host not in str(mailoutbox[0].message())


@pytest.mark.parametrize("target", ["http://[", "/" + "x" * 100_000, "//evil.example"])
def test_what_comes_next_is_checked_before_it_is_mailed(
    client, member, mailoutbox, target
):
    answer = client.post(LOGIN, {"login": member.email, "next": target})

    assert answer.status_code < 500
    assert client.get(LOGIN, {"next": target[:5000]}).status_code < 500
    assert client.post(reverse("account_logout"), {"next": target}).status_code < 500
    assert all(len(mail.body) < 3000 for mail in mailoutbox)
    assert all("evil.example" not in mail.body for mail in mailoutbox)


def test_no_address_that_was_typed_can_be_guessed_from_the_cache(client, editor):
    client.post(LOGIN, {"login": "nobody@example.org"})
    client.post(LOGIN, {"login": editor.email, "password": "wrong"})
    client.post(reverse("account_reset_password"), {"email": editor.email})

    kept = " ".join(everything_kept())
    for email in ("nobody@example.org", editor.email):
        for text in (email, f"testserver:{email}", f"example.com:{email}"):
            assert hashlib.sha256(text.encode()).hexdigest() not in kept


def test_an_unfinished_sign_in_is_forgotten_with_its_user(client, member):
    ask_for_code(client, member.email)
    assert member.email in decoded_sessions()

    erase_person(member, keep_contributions=True)

    assert member.email not in decoded_sessions()


def test_a_session_is_short_until_the_code_is_typed(client, member, mailoutbox):
    ask_for_code(client, member.email)
    assert client.session.get_expiry_age() <= 900

    type_code(client, mailoutbox[0])
    assert client.session.get_expiry_age() > 24 * 3600


def test_the_limit_says_the_same_of_an_unknown_address(client):

    answers = [ask_for_code(Client(), "nobody@example.org") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]


def test_limits_are_kept_where_all_processes_look(editor, client):
    client.post(LOGIN, {"login": editor.email, "password": "wrong"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        keys = [key for (key,) in cursor.fetchall()]
    assert any("login_failed" in key for key in keys)


def test_many_requests_are_told_to_wait_kindly(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post(LOGIN, {})

    response = client.post(LOGIN, {})

    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()

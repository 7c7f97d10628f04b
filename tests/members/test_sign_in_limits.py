from django.db import connection
from django.test import Client

from .signing_in import LOGIN, PASSWORD, ask_for_code, signed_in


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

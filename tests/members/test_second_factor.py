"""Signing in with a second factor, setting it up and losing it."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from .authenticator_app import add_app, code_of
from .signing_in import CMS, LOGIN, PASSWORD, ask_for_code, signed_in, type_code

SECOND = reverse("mfa_authenticate")


ACTIVATE = reverse("mfa_activate_totp")


def test_a_code_by_mail_is_not_enough_for_who_has_a_second_factor(
    editor, client, mailoutbox
):
    secret = add_app(editor)
    ask_for_code(client, editor.email)

    response = type_code(client, mailoutbox[0])

    assert response.url == SECOND
    assert not signed_in(client)
    client.post(SECOND, {"code": code_of(secret)})
    assert signed_in(client) == editor


def test_a_password_is_not_enough_for_who_has_a_second_factor(editor, client):
    secret = add_app(editor)

    response = client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert response.url == SECOND
    assert not signed_in(client)
    assert client.get(CMS).status_code == 302
    client.post(SECOND, {"code": code_of(secret)})
    assert signed_in(client) == editor


def test_a_phone_shows_its_digits_for_the_code(editor, client):
    secret = add_app(editor)
    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})
    assert 'inputmode="numeric"' in client.get(SECOND).content.decode()

    client.post(SECOND, {"code": code_of(secret)})
    again = client.get(reverse("mfa_reauthenticate")).content.decode()
    assert 'inputmode="numeric"' in again


def test_a_new_password_is_not_enough_for_who_has_a_second_factor(
    editor, client, mailoutbox
):

    add_app(editor)
    client.post(reverse("account_reset_password"), {"email": editor.email})
    link = re.search(rf"{settings.SITE_URL}(\S+)", mailoutbox[0].body).group(1)
    new = "a long enough password"
    client.post(client.get(link).url, {"password1": new, "password2": new})

    response = client.post(LOGIN, {"login": editor.email, "password": new})

    assert response.url == SECOND
    assert not signed_in(client)


def test_a_wrong_code_of_the_app_opens_nothing(editor, client):
    add_app(editor)
    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    response = client.post(SECOND, {"code": "000000"})

    assert not signed_in(client)
    assert "This is not the code" in response.content.decode()


def test_guessing_the_second_factor_ends_after_five(editor, client):
    secret = add_app(editor)
    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})

    client.post(SECOND, {"code": code_of(secret)})

    assert not signed_in(client)


@pytest.mark.parametrize(
    "name", ["account", "my_data", "mfa_index", "mfa_deactivate_totp"]
)
def test_no_other_page_of_the_account_is_open_before_the_second_factor(
    name, editor, client
):
    add_app(editor)
    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert client.get(reverse(name)).url.startswith(LOGIN)


def test_a_recovery_code_stands_in_once(editor, client, django_client):
    add_app(editor)
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]
    for browser in (client, django_client):
        browser.post(LOGIN, {"login": editor.email, "password": PASSWORD})
        browser.post(SECOND, {"code": code})

    assert signed_in(client) == editor
    assert signed_in(django_client) is None


# Recovery codes come on commit.
@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_with_recovery_codes_beside_it(member, sign_in, mailoutbox):
    client = sign_in(member)
    html = client.get(ACTIVATE).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in html
    assert "<svg" in html
    assert "&lt;svg" not in html
    assert "data:image" not in html

    response = client.post(ACTIVATE, {"code": code_of(secret)})

    assert member.has_second_factor
    assert response.url == reverse("mfa_view_recovery_codes")
    assert client.get(response.url).status_code == 200
    assert mailoutbox[-1].to == [member.email]


# --- Lost


def test_an_administrator_can_remove_a_lost_second_factor(editor, capsys):
    add_app(editor)

    call_command("remove_second_factor", "Editor@example.org")

    assert not editor.has_second_factor


def test_removing_it_names_an_address_that_nobody_has():
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("remove_second_factor", "nobody@example.org")

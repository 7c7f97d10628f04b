"""Signing in by a password, setting a new one and signing out."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from members.models import User

from .signing_in import CMS, LOGIN, PASSWORD, signed_in

NEW = "a long enough password"


def test_an_editor_signs_in_by_password(editor, client, mailoutbox):
    response = client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert signed_in(client) == editor
    assert response.url == CMS
    assert mailoutbox == []


@pytest.mark.parametrize("email", ["editor@example.org", "nobody@example.org"])
def test_a_wrong_password_is_answered_alike_for_all(editor, client, email):
    response = client.post(LOGIN, {"login": email, "password": "wrong"})

    assert not signed_in(client)
    assert "No account has this address and this password" in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_no_password_fits_who_has_none(member, client):
    passwords = ["!", member.password, " "]
    answers = [
        client.post(LOGIN, {"login": member.email, "password": password})
        for password in passwords
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not signed_in(client)


def test_the_right_password_opens_no_closed_account(editor, client):
    User.objects.filter(pk=editor.pk).update(is_active=False)

    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert not signed_in(client)


def test_a_forgotten_password_is_chosen_anew(editor, client, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": editor.email})
    link = re.search(rf"{settings.SITE_URL}(\S+)", mailoutbox[0].body).group(1)
    form = client.get(link).url

    client.post(form, {"password1": NEW, "password2": NEW})

    editor.refresh_from_db()
    assert editor.check_password(NEW)
    assert not signed_in(client)
    assert "does not work any more" in client.get(link).content.decode()


def test_who_has_no_password_is_told_so_by_mail_alone(
    member, client, mailoutbox, settings
):
    reset = reverse("account_reset_password")
    has_none = client.post(reset, {"email": member.email})
    unknown = client.post(reset, {"email": "nobody@example.org"})

    assert has_none.url == unknown.url
    [mail] = mailoutbox
    assert mail.to == [member.email]
    assert "/password/" not in mail.body
    assert settings.SITE_URL + LOGIN in mail.body


def test_signing_out_needs_more_than_a_link(member, sign_in):
    client = sign_in(member)
    client.get(reverse("account_logout"))
    assert signed_in(client)

    response = client.post(reverse("account_logout"))

    assert not signed_in(client)
    assert "You are signed out" in client.get(response.url).content.decode()


def test_a_member_sets_a_first_password(member, sign_in):
    response = sign_in(member).post(
        reverse("account_set_password"), {"password1": NEW, "password2": NEW}
    )

    assert response.url == reverse("account")
    member.refresh_from_db()
    assert member.check_password(NEW)


def change_password(client, **fields):
    return client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, **fields},
    )


def test_an_editor_changes_their_password_and_stays_signed_in(editor, sign_in):
    client = sign_in(editor)
    response = change_password(client)

    assert response.url == reverse("account")
    assert signed_in(client) == editor
    editor.refresh_from_db()
    assert editor.check_password(NEW)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"oldpassword": "wrong"}, "This is not your current password."),
        ({"password1": "1234567", "password2": "1234567"}, "too short"),
        ({"password2": "something else"}, "same password"),
    ],
)
def test_a_password_is_not_changed_to_just_anything(fields, message, editor, sign_in):
    html = change_password(sign_in(editor), **fields).content.decode()

    assert message in html
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_rules_for_passwords_are_told_above_the_field(member, sign_in):
    html = sign_in(member).get(reverse("account_set_password")).content.decode()

    assert "at least 8 characters" in html

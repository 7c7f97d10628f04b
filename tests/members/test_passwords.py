"""Signing in by a password, setting a new one and signing out."""

import re

import pytest
from django.urls import reverse

from members.models import User

from .signing_in import CMS, LOGIN, PASSWORD, signed_in


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
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    form = client.get(link).url

    new = "a long enough password"
    client.post(form, {"password1": new, "password2": new})

    editor.refresh_from_db()
    assert editor.check_password(new)
    assert not signed_in(client)
    assert "does not work any more" in client.get(link).content.decode()


def test_who_has_no_password_is_told_so_by_mail_alone(member, client, mailoutbox):
    reset = reverse("account_reset_password")
    has_none = client.post(reset, {"email": member.email})
    unknown = client.post(reset, {"email": "nobody@example.org"})

    assert has_none.url == unknown.url
    [mail] = mailoutbox
    assert mail.to == [member.email]
    assert "/password/" not in mail.body


def test_signing_out_needs_more_than_a_link(member, sign_in):
    client = sign_in(member)
    client.get(reverse("account_logout"))
    assert signed_in(client)

    response = client.post(reverse("account_logout"))

    assert not signed_in(client)
    assert "You are signed out" in client.get(response.url).content.decode()

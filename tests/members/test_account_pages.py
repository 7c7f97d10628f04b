"""Every page under /account/: who may see it, and what it says about caching."""

import re

import pytest
from django.urls import get_resolver, reverse

from .signing_in import CODE, LOGIN, ask_for_code

OPEN = {  # to visitors
    "account_confirm_login_code",  # who has asked for a code; others go to sign in
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signed_out",
    "mfa_authenticate",
}


def account_urls():
    arguments = {"uidb36": "1", "key": "set-password", "pk": 1}
    for name, (possibilities, *_) in get_resolver().reverse_dict.items():
        if not isinstance(name, str) or not name.startswith(
            ("account", "mfa_", "my_data", "download_my_data", "erase_account")
        ):
            continue
        _, parameters = possibilities[0]
        url = reverse(name, kwargs={name: arguments[name] for name in parameters})
        yield name, url


ACCOUNT_URLS = dict(account_urls())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(set(ACCOUNT_URLS) - OPEN))
def test_visitors_are_sent_to_sign_in(name, method, client):
    response = getattr(client, method)(ACCOUNT_URLS[name])

    assert response.status_code == 302
    assert response.url.startswith(LOGIN)


@pytest.mark.parametrize("name", sorted(ACCOUNT_URLS))
def test_no_page_of_an_account_may_be_kept(name, member, client, sign_in):
    answers = [client.get(ACCOUNT_URLS[name]), sign_in(member).get(ACCOUNT_URLS[name])]

    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert all(answer.status_code in {200, 302, 403, 404} for answer in answers)


@pytest.mark.parametrize("name", sorted(ACCOUNT_URLS))
def test_no_page_of_an_account_has_script_or_style_in_it(name, member, sign_in):
    html = sign_in(member).get(ACCOUNT_URLS[name], follow=True).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_pages_elsewhere_are_kept_by_browsers_alone_for_who_is_signed_in(
    home_page, member, client, sign_in
):
    assert "private" not in client.get(home_page.url).get("Cache-Control", "")
    assert "private" in sign_in(member).get(home_page.url)["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["signup/", "3rdparty/", "login/code/", "phone/change/", "sessions/"]
)
def test_what_the_site_does_not_need_is_not_there(path, client):
    assert client.get(f"/account/{path}").status_code == 404


def test_every_address_under_account_is_known():
    assert {name for name in ACCOUNT_URLS if name not in OPEN} >= {
        "account",
        "account_email",
        "erase_account",
        "mfa_index",
    }
    assert all(url.startswith("/account/") for url in ACCOUNT_URLS.values())


def test_who_is_signed_in_is_not_told_that_they_are_signed_out(member, sign_in):
    response = sign_in(member).get(reverse("account_signed_out"))

    assert response.url == reverse("account")


# --- Forms


def test_fields_have_labels_and_no_placeholders(client):
    html = client.get(LOGIN).content.decode()

    assert re.findall(r"<label[^>]*>([^<]*)</label>", html)[:2] == [
        "E-mail address",
        "Password",
    ]
    assert "placeholder" not in html
    assert 'autocomplete="username"' in html
    helps = re.findall(r'<div class="field__help"[^>]*>(.*?)</div>', html)
    assert helps == ["Only if you have one. Leave it empty, and we send you a code."]


@pytest.mark.parametrize(
    ("email", "message"),
    [("", "Please fill this in."), ("nonsense", "One looks like name@example.org.")],
)
def test_errors_say_what_to_do(email, message, client):
    response = client.post(reverse("account_reset_password"), {"email": email})

    assert message in response.content.decode()


def test_the_keyboard_of_a_phone_fits_the_code(member, client, sign_in):
    ask_for_code(client, member.email)
    letters = client.get(CODE).content.decode()
    digits = sign_in(member).get(reverse("mfa_activate_totp")).content.decode()

    assert 'inputmode="text"' in letters
    assert 'autocapitalize="off"' in letters
    assert 'inputmode="numeric"' in digits

"""Before anything important, the password or the second factor is asked for again."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from members.middleware import ReauthenticationMiddleware

from .authenticator_app import add_app
from .security_key import add_key
from .signing_in import PASSWORD

ACTIVATE = reverse("mfa_activate_totp")


def test_who_has_a_password_shows_it_before_setting_up_an_app(editor, sign_in):
    response = sign_in(editor).get(ACTIVATE)

    assert response.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "account_email",
        "account_set_password",
        "erase_account",
        "download_my_data",
    ],
)
def test_who_has_a_second_factor_shows_it_before_anything_important(
    name, member, sign_in
):
    add_app(member)
    RecoveryCodes.activate(member)

    response = sign_in(member).get(reverse(name), follow=True)

    last, _ = response.redirect_chain[-1]
    # Whoever has an app cannot set up a second one.
    name = "mfa_deactivate_totp" if name == "mfa_activate_totp" else name
    assert last.startswith(reverse("mfa_reauthenticate"))


def test_a_password_is_no_way_round_the_second_factor(editor, sign_in):
    add_app(editor)
    client = sign_in(editor)
    by_password = reverse("account_reauthenticate")

    response = client.post(by_password, {"password": PASSWORD})

    assert response.url.startswith(reverse("mfa_reauthenticate"))
    assert client.post(reverse("mfa_deactivate_totp")).url.startswith(
        reverse("mfa_reauthenticate")
    )
    assert editor.has_second_factor


def test_each_other_way_is_offered_in_words(editor, sign_in):
    add_app(editor)
    add_key(editor)
    client = sign_in(editor)

    by_code = client.get(reverse("mfa_reauthenticate")).content.decode()
    assert "With a security key" in by_code
    assert "With your password" not in by_code
    asked_first = client.post(reverse("mfa_deactivate_totp")).url
    assert asked_first.startswith(f"{reverse('mfa_reauthenticate')}?")


def test_other_errors_are_no_question_who_it_is(rf):
    middleware = ReauthenticationMiddleware(lambda request: None)

    assert middleware.process_exception(rf.get("/"), ValueError()) is None

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.urls import reverse

from members.accounts.sign_in import sign_in as sign_in_by_link

from .signing_in import CMS, LOGIN, PASSWORD, ask_for_code, signed_in, type_code

SECOND = reverse("mfa_authenticate")
INDEX = reverse("mfa_index")
ACTIVATE = reverse("mfa_activate_totp")


pytestmark = pytest.mark.usefixtures("home_page")


def code_of(secret):
    counter = list(totp.yield_hotp_counters_from_time())[1]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def add_app(user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


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


def test_a_new_password_is_not_enough_for_who_has_a_second_factor(
    editor, client, mailoutbox
):
    import re

    add_app(editor)
    client.post(reverse("account_reset_password"), {"email": editor.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    new = "a long enough password"
    client.post(client.get(link).url, {"password1": new, "password2": new})

    response = client.post(LOGIN, {"login": editor.email, "password": new})

    assert response.url == SECOND
    assert not signed_in(client)


def test_a_link_signs_nobody_in_who_has_a_second_factor(member, client, rf):
    add_app(member)
    request = rf.get("/")
    request.session, request.user = client.session, AnonymousUser()

    assert sign_in_by_link(request, member) is False
    assert "_auth_user_id" not in request.session


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


def test_no_other_page_of_the_account_is_open_before_the_second_factor(editor, client):
    add_app(editor)
    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    for name in ("account", "my_data", "mfa_index", "mfa_deactivate_totp"):
        assert client.get(reverse(name)).url.startswith(LOGIN)


def test_a_recovery_code_stands_in_once(editor, client):
    from django.test import Client

    add_app(editor)
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]
    for browser, opened in ((client, editor), (Client(), None)):
        browser.post(LOGIN, {"login": editor.email, "password": PASSWORD})
        browser.post(SECOND, {"code": code})
        assert signed_in(browser) == opened


# Recovery codes come on commit.
@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_with_recovery_codes_beside_it(member, sign_in, mailoutbox):
    client = sign_in(member)
    html = client.get(ACTIVATE).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in html
    assert "<svg" in html
    assert "data:image" not in html

    response = client.post(ACTIVATE, {"code": code_of(secret)})

    assert member.has_second_factor
    assert response.url == reverse("mfa_view_recovery_codes")
    assert client.get(response.url).status_code == 200
    assert mailoutbox[-1].to == [member.email]


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


def test_a_key_asks_for_what_only_this_site_can_ask(member, sign_in):
    html = sign_in(member).get(reverse("mfa_add_webauthn")).content.decode()

    assert "&quot;rp&quot;: {" in html
    assert "&quot;id&quot;: &quot;testserver&quot;" in html


def test_an_invented_key_is_refused_in_words(member, sign_in):
    client = sign_in(member)
    client.get(reverse("mfa_add_webauthn"))

    for credential in ("", "{}", '{"id": "x"}', "[1]", "no JSON"):
        response = client.post(
            reverse("mfa_add_webauthn"), {"name": "Key", "credential": credential}
        )
        assert response.status_code == 200
        assert 'role="alert"' in response.content.decode()
    assert not member.has_second_factor


def test_nobody_can_touch_the_key_of_somebody_else(member, editor, sign_in):
    key = Authenticator.objects.create(
        user=editor, type="webauthn", data={"name": "Key", "credential": {}}
    )
    client = sign_in(member)

    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        url = reverse(name, kwargs={"pk": key.pk})
        assert client.post(url, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


# --- REQUIRE_SECOND_FACTOR


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def test_a_second_factor_is_not_required_unless_the_site_says_so(editor, sign_in):
    assert sign_in(editor).get(CMS).status_code == 200


@pytest.mark.parametrize("path", ["", "pages/", "account/", "users/", "jsi18n/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_where_it_is_required_the_cms_stays_closed_until_there_is_one(
    method, path, editor, sign_in, required
):
    response = getattr(sign_in(editor), method)(CMS + path)

    assert response.status_code == 302
    assert response.url == INDEX


def test_recovery_codes_alone_are_no_second_factor(editor, sign_in, required):
    RecoveryCodes.activate(editor)

    assert sign_in(editor).get(CMS).url == INDEX


def test_the_way_to_a_second_factor_is_shown(editor, sign_in, required):
    response = sign_in(editor).get(CMS, follow=True)

    assert "needs one" in response.content.decode()


def test_the_cms_opens_when_there_is_a_second_factor(editor, sign_in, required):
    add_app(editor)

    assert sign_in(editor).get(CMS).status_code == 200


def test_who_has_none_yet_can_still_sign_out_of_the_cms(editor, sign_in, required):
    client = sign_in(editor)
    client.post(reverse("wagtailadmin_logout"))

    assert not signed_in(client)


def test_members_need_no_second_factor(member, sign_in, required):
    assert sign_in(member).get(reverse("account")).status_code == 200
    assert not member.must_add_second_factor


# --- Lost


def test_an_administrator_can_remove_a_lost_second_factor(editor, capsys):
    add_app(editor)

    call_command("remove_second_factor", "Editor@example.org")

    assert not editor.has_second_factor


def test_removing_it_names_an_address_that_nobody_has():
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("remove_second_factor", "nobody@example.org")

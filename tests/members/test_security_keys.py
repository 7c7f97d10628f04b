import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from members.accounts.adapters import SecondFactorAdapter

from .security_key import MALFORMED, add_key
from .signing_in import ask_for_code, signed_in, type_code


def test_a_key_asks_for_what_only_this_site_can_ask(member, sign_in):
    html = sign_in(member).get(reverse("mfa_add_webauthn")).content.decode()

    assert "&quot;rp&quot;: {" in html
    assert "&quot;id&quot;: &quot;testserver&quot;" in html


@pytest.mark.parametrize("credential", MALFORMED.values(), ids=MALFORMED)
def test_an_invented_key_is_refused_in_words(credential, member, sign_in):
    client = sign_in(member)
    client.get(reverse("mfa_add_webauthn"))

    response = client.post(
        reverse("mfa_add_webauthn"), {"name": "Key", "credential": credential}
    )

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not member.has_second_factor


@pytest.mark.parametrize("name", ["mfa_remove_webauthn", "mfa_edit_webauthn"])
def test_nobody_can_touch_the_key_of_somebody_else(name, member, editor, sign_in):
    key = add_key(editor)

    response = sign_in(member).post(
        reverse(name, kwargs={"pk": key.pk}), {"name": "Mine"}
    )

    assert response.status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "Key"


@pytest.mark.parametrize("credential", MALFORMED.values(), ids=MALFORMED)
def test_an_invented_answer_signs_nobody_in(credential, member, client, mailoutbox):
    add_key(member)
    ask_for_code(client, member.email)
    type_code(client, mailoutbox[0])

    response = client.post(reverse("mfa_authenticate"), {"credential": credential})

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not signed_in(client)


@pytest.mark.parametrize("credential", MALFORMED.values(), ids=MALFORMED)
def test_an_invented_answer_is_no_reauthentication(credential, member, sign_in):
    add_key(member)
    client = sign_in(member)
    url = reverse("mfa_reauthenticate_webauthn")
    client.get(url)

    # allauth tells the error as a message after a redirect.
    response = client.post(url, {"credential": credential}, follow=True)

    assert response.status_code == 200
    assert list(response.context["messages"])
    assert client.post(reverse("download_my_data")).url.startswith(url)


def test_a_key_is_given_a_name(member):
    assert SecondFactorAdapter().generate_authenticator_name(member, "webauthn") == (
        "My key"
    )

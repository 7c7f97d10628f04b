import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse


def test_a_key_asks_for_what_only_this_site_can_ask(member, sign_in):
    html = sign_in(member).get(reverse("mfa_add_webauthn")).content.decode()

    assert "&quot;rp&quot;: {" in html
    assert "&quot;id&quot;: &quot;testserver&quot;" in html


@pytest.mark.parametrize("credential", ["", "{}", '{"id": "x"}', "[1]", "no JSON"])
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
    key = Authenticator.objects.create(
        user=editor, type="webauthn", data={"name": "Key", "credential": {}}
    )

    response = sign_in(member).post(
        reverse(name, kwargs={"pk": key.pk}), {"name": "Mine"}
    )

    assert response.status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "Key"

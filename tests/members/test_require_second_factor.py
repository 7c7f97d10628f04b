"""REQUIRE_SECOND_FACTOR: the CMS stays closed until there is one."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from .authenticator_app import add_app
from .signing_in import CMS, signed_in

INDEX = reverse("mfa_index")


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

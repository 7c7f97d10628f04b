"""`sign_in()`: signing in by a link from a mail."""

import pytest
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.models import AnonymousUser

from members.accounts.sign_in import sign_in as sign_in_by_link
from members.models import User

from .authenticator_app import add_app


@pytest.fixture
def request_of_a_visitor(client, rf):

    request = rf.get("/")
    request.session = client.session
    request.user = AnonymousUser()
    return request


def test_a_link_signs_a_member_in(member, request_of_a_visitor):
    assert sign_in_by_link(request_of_a_visitor, member) is True
    assert request_of_a_visitor.session["_auth_user_id"] == str(member.pk)
    [record] = get_authentication_records(request_of_a_visitor, member)
    assert (record["method"], record["email"]) == ("link", member.email)


@pytest.mark.parametrize("somebody", ["editor", "administrator"])
def test_a_link_signs_nobody_in_who_can_enter_the_cms(
    somebody, request_of_a_visitor, request
):
    user = request.getfixturevalue(somebody)

    assert sign_in_by_link(request_of_a_visitor, user) is False
    assert "_auth_user_id" not in request_of_a_visitor.session


def test_a_link_signs_nobody_in_whose_account_is_closed(member, request_of_a_visitor):
    member.is_active = False

    assert sign_in_by_link(request_of_a_visitor, member) is False


def test_a_link_does_not_take_the_place_of_who_is_signed_in(
    member, request_of_a_visitor
):
    somebody = User.objects.remember("other@example.org", "Other")
    request_of_a_visitor.user = somebody

    assert sign_in_by_link(request_of_a_visitor, member) is False
    assert sign_in_by_link(request_of_a_visitor, somebody) is True


def test_a_link_signs_nobody_in_who_has_a_second_factor(member, request_of_a_visitor):
    add_app(member)

    assert sign_in_by_link(request_of_a_visitor, member) is False
    assert "_auth_user_id" not in request_of_a_visitor.session

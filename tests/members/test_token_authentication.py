"""How the API recognises who asks."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from ninja.errors import AuthenticationError, HttpError
from wagtail.api.v3.auth import BearerTokenAuth

from members.models import MemberToken
from members.tokens.authentication import (
    MEMBER_AUTH,
    MEMBER_OR_GUEST_AUTH,
    Guest,
    MemberSession,
    MemberTokenAuth,
)


@pytest.fixture
def asking(rf):
    """`asking(user, "Bearer g48_…")` is a request with that session and that header."""

    def asking(user=None, authorization=None, method="get"):
        headers = {"Authorization": authorization} if authorization else {}
        request = getattr(rf, method)("/api/v3/", headers=headers)
        request.user = user or AnonymousUser()
        return request

    return asking


@pytest.fixture
def secret(member):
    token = MemberToken(user=member, name="My reader")
    secret = token.set_secret()
    token.save()
    return secret


def test_a_token_stands_for_its_member(asking, secret, member):
    request = asking(authorization=f"Bearer {secret}")

    assert MemberTokenAuth()(request) == member
    assert request.user == member
    assert member.tokens.get().last_used_on == timezone.localdate()


def test_a_token_counts_more_than_the_session(asking, secret, member, editor):
    request = asking(editor, f"Bearer {secret}")

    assert MemberTokenAuth()(request) == member
    assert request.user == member


def test_an_unknown_token_is_told_even_to_who_is_signed_in(asking, editor):
    request = asking(editor, "Bearer g48_unknown")

    with pytest.raises(AuthenticationError, match="We do not know this token"):
        MemberTokenAuth()(request)
    assert request.user.is_anonymous


def test_a_token_of_the_cms_is_left_to_wagtail(asking, editor):
    request = asking(editor, "Bearer wagtail")

    assert MemberTokenAuth()(request) is None
    assert request.user == editor


def test_a_session_stands_for_who_is_signed_in(asking, member):
    assert MemberSession()(asking(member)) == member
    assert MemberSession()(asking()) is None


def test_a_session_changes_nothing_without_the_csrf_token(asking, member):
    request = asking(member, method="post")
    request._dont_enforce_csrf_checks = False  # as test clients have it

    with pytest.raises(HttpError, match="CSRF"):
        MemberSession()(request)


def test_guests_need_no_csrf_token(asking):
    request = asking(method="post")
    request._dont_enforce_csrf_checks = False

    assert MemberSession()(request) is None


@pytest.mark.parametrize("authorization", ["Bearer x", "bearer x", "BEARER x"])
def test_who_sends_a_token_is_no_guest(authorization, asking):
    with pytest.raises(AuthenticationError, match="We do not know this token"):
        Guest()(asking(authorization=authorization))


def test_a_guest_is_nobody(asking):
    assert Guest()(asking()).is_anonymous


def test_guests_are_no_members():
    kinds = [type(auth) for auth in MEMBER_AUTH]

    assert kinds == [MemberTokenAuth, BearerTokenAuth, MemberSession]
    assert [type(auth) for auth in MEMBER_OR_GUEST_AUTH] == [*kinds, Guest]

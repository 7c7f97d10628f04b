"""The user model: its names, its address and what it needs to be created."""

import pytest
from allauth.account.models import EmailAddress

from members.models import User
from tests.factories import UserFactory


@pytest.mark.parametrize("create", ["create_user", "remember"])
def test_a_user_needs_an_address(create):
    with pytest.raises(ValueError, match="needs an e-mail address"):
        getattr(User.objects, create)("", "Mina")

    assert not User.objects.exists()


@pytest.mark.parametrize("email", [None, ""])
def test_nobody_has_an_empty_address(email, member):
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(email)


def test_users_are_called_by_their_display_name(member):
    assert str(member) == "Mina"
    assert member.get_full_name() == "Mina"
    assert member.get_short_name() == "Mina"


def test_users_without_a_display_name_are_called_by_their_address(editor):
    assert str(editor) == "editor@example.org"
    assert editor.get_full_name() == "editor@example.org"
    assert editor.get_short_name() == "editor@example.org"


# --- allauth's table of addresses


@pytest.fixture
def unverified(member):
    """`member`, whose address allauth does not count as verified."""
    member.emailaddress_set.update(verified=False)
    return member


def is_verified(user):
    return user.emailaddress_set.get().verified


def test_saving_the_address_verifies_it(unverified):
    unverified.save(update_fields=["email"])

    assert is_verified(unverified)


def test_saving_something_else_verifies_nothing(unverified):
    unverified.save(update_fields=["last_login"])

    assert not is_verified(unverified)


def test_loading_a_fixture_verifies_nothing(unverified):
    unverified.save_base(raw=True)

    assert not is_verified(unverified)


def test_saving_one_user_leaves_the_addresses_of_others(member):
    UserFactory(email="other@example.org")

    assert EmailAddress.objects.filter(user=member, email=member.email).exists()


def test_an_address_is_replaced_or_kept_as_a_whole(member, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(EmailAddress.objects, "update_or_create", fail)
    member.email = "newer@example.org"

    with pytest.raises(RuntimeError):
        member.save()

    assert member.emailaddress_set.get().email == "member@example.org"

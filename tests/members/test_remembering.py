"""`User.objects.remember()`: members without a password."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from members.models import User

from .signing_in import PASSWORD


def test_a_remembered_person_has_neither_password_nor_rights(member):
    assert not member.has_usable_password()
    assert not member.is_superuser
    assert not member.can_enter_cms
    assert member.groups.count() == 0


def test_the_address_of_a_remembered_person_is_proven(member):
    address = member.emailaddress_set.get()

    assert (address.email, address.verified, address.primary) == (
        "member@example.org",
        True,
        True,
    )


def test_remembering_twice_gives_the_same_person(member):
    again = User.objects.remember("Member@Example.org", "Somebody else")

    assert again == member
    assert again.display_name == "Mina"
    assert EmailAddress.objects.filter(user=member).count() == 1


def test_remembering_an_editor_changes_nothing_about_them(editor):
    User.objects.remember(editor.email, "Somebody else")

    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    assert editor.can_enter_cms
    assert editor.display_name == ""


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_remembered_as_one():
    remembered = []
    barrier = threading.Barrier(4)

    def remember():
        barrier.wait()
        try:
            remembered.append(User.objects.remember("new@example.org", "Mina").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=remember) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(remembered) == 4
    assert len(set(remembered)) == 1

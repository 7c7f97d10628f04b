"""How members change their name and e-mail address."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from .signing_in import CONFIRM, PASSWORD, change_address, code_in


def test_a_member_changes_their_name(member, sign_in):
    response = sign_in(member).post(
        reverse("account"), {"display_name": "미나"}, follow=True
    )

    member.refresh_from_db()
    assert member.display_name == "미나"
    assert "Your name is saved." in response.content.decode()


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_name_is_neither_empty_nor_endless(name, member, sign_in):
    html = sign_in(member).post(reverse("account"), {"display_name": name})

    assert 'role="alert"' in html.content.decode()
    member.refresh_from_db()
    assert member.display_name == "Mina"


def test_a_link_changes_no_name(member, sign_in):
    sign_in(member).get(reverse("account"), {"display_name": "미나"})

    member.refresh_from_db()
    assert member.display_name == "Mina"


def test_nobody_changes_more_about_themselves_than_the_name(member, sign_in):
    sign_in(member).post(
        reverse("account"),
        {"display_name": "Mina", "email": "other@example.org", "is_superuser": "on"},
    )

    member.refresh_from_db()
    assert (member.email, member.is_superuser) == ("member@example.org", False)


def test_a_new_address_counts_only_when_it_is_proven(member, sign_in, mailoutbox):
    client = sign_in(member)
    change_address(client, "newer@example.org")
    member.refresh_from_db()
    assert member.email == "member@example.org"

    client.post(CONFIRM, {"code": "BBBB-BBBB"})
    member.refresh_from_db()
    assert member.email == "member@example.org"

    response = client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert response.url == reverse("account")
    member.refresh_from_db()
    assert member.email == "newer@example.org"
    assert [address.email for address in member.emailaddress_set.all()] == [
        "newer@example.org"
    ]


def test_the_old_address_is_told_of_the_new_one(member, sign_in, mailoutbox):
    client = sign_in(member)
    change_address(client, "newer@example.org")
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})

    assert mailoutbox[0].to == ["newer@example.org"]
    assert mailoutbox[1].to == ["member@example.org"]
    assert "newer@example.org" in mailoutbox[1].body


def test_the_address_of_somebody_else_is_not_betrayed_and_not_taken(
    member, editor, sign_in, mailoutbox
):
    client = sign_in(member)
    taken = change_address(client, editor.email)
    cache.clear()
    free = change_address(client, "free@example.org")
    assert taken.redirect_chain == free.redirect_chain
    cache.clear()
    change_address(client, editor.email)

    client.post(CONFIRM, {"code": code_in(mailoutbox[-1])})

    member.refresh_from_db()
    assert member.email == "member@example.org"


def test_who_has_a_password_shows_it_before_changing_the_address(
    editor, sign_in, mailoutbox
):
    client = sign_in(editor)
    response = change_address(client, "newer@example.org")
    asked, _ = response.redirect_chain[-1]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert mailoutbox == []

    response = client.post(asked, {"password": PASSWORD})

    assert response.url == reverse("account_email")
    assert client.get(response.url).status_code == 200


def test_an_address_changed_in_the_cms_is_the_one_to_sign_in_with(member):
    member.email = "Newer@example.org"
    member.save()

    assert list(member.emailaddress_set.values_list("email", "verified")) == [
        ("newer@example.org", True)
    ]


def test_an_address_between_quotation_marks_is_refused(member, sign_in, mailoutbox):
    response = change_address(sign_in(member), '"a,b"@example.org')

    assert "This is not a whole e-mail address" in response.content.decode()
    assert mailoutbox == []

"""A link to sign in, opened in another browser than that which asked for it."""

from django.test import Client
from django.urls import reverse

CONFIRM = reverse("account_confirm_login_code")


def test_a_link_opened_elsewhere_says_why_it_does_not_sign_in(db):
    page = Client().get(f"{CONFIRM}?code=ABC123", follow=True)

    assert page.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "works only in the browser in which you asked" in page.text


def test_whoever_comes_without_a_link_is_told_nothing(db):
    page = Client().get(CONFIRM, follow=True)

    assert "works only in the browser" not in page.text


def test_both_a_member_and_a_stranger_are_told_that_there_may_be_no_account(member):
    told = [
        Client().post(reverse("account_login"), {"login": address}, follow=True).text
        for address in (member.email, "nobody@example.org")
    ]

    assert all("the address may have no account" in text for text in told)

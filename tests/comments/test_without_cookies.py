"""A guest whose browser keeps no cookies, and what others could make of that."""

import pytest
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from comments.models import Comment, PendingComment, Report

from .mails import link_in

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def without_cookies(user=None):
    """A new browser for each request is one that keeps nothing."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


def test_a_guest_comments_and_confirms_without_cookies(filled_in, hold):
    hold("none")

    sent = without_cookies().post(reverse("comments:post"), filled_in())
    confirmed = without_cookies().post(link_in(Email.objects.get()))

    assert (sent.status_code, confirmed.status_code) == (302, 302)
    assert Comment.objects.get().comment == "I would like to write to her."


def test_a_guest_reports_without_cookies(say):
    address = reverse("comments:report", args=[say().pk])
    ours = {"Origin": "http://testserver"}

    answer = without_cookies().post(address, {"reason": "spam"}, headers=ours)

    assert answer.status_code == 302
    assert Report.objects.exists()


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
@pytest.mark.parametrize("name", ["comments:post", "comments:report"])
def test_a_form_on_another_site_is_not_taken(filled_in, say, name, origin):
    address = reverse(name, args=[say().pk] if name == "comments:report" else [])
    sent = filled_in(reason="spam")

    answer = without_cookies().post(address, sent, headers={"Origin": origin})

    assert answer.status_code == 403
    assert not Report.objects.exists()
    assert not PendingComment.objects.exists()


def test_a_guest_is_given_no_cookie(client, post):
    for name in ("form", "sent"):
        client.get(reverse(f"comments:{name}", args=[post.pk]))

    assert not client.cookies


@pytest.mark.parametrize("name", ["comments:post", "comments:report"])
def test_nobody_acts_in_the_name_of_a_member_from_another_site(
    filled_in, member, say, name
):
    comment = say()
    address = reverse(name, args=[comment.pk] if name == "comments:report" else [])

    sent = filled_in(text="Not mine.", reason="spam")
    answer = without_cookies(member).post(address, sent)

    assert answer.status_code == 403
    assert Comment.objects.count() == 1
    assert not Report.objects.exists()


def test_nobody_is_signed_in_from_another_site(send):
    send(remember="on")
    browser = without_cookies()

    browser.post(link_in(Email.objects.get()))

    assert PendingComment.objects.get().confirmed_at
    assert "_auth_user_id" not in browser.session


def test_who_cannot_sign_in_without_cookies_is_told_so(member):
    answer = without_cookies().post(reverse("account_login"), {"login": member.email})

    assert answer.status_code == 403
    assert "Please allow cookies" in answer.text

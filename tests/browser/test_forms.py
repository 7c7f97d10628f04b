"""Everybody can use the forms: to comment, to sign in, for one's own account."""

import pytest
from django.urls import reverse

from comments.mails import MUTE_SIGNER
from comments.models import PendingComment, Subscription
from tests.factories import BlogPageFactory, create_comment, publish

from .judges import SCHEMES, SCROLLS_SIDEWAYS, WIDER_THAN_THE_WINDOW, faults, window

pytestmark = pytest.mark.browser


@pytest.fixture
def comment(blog, member):
    """The member's own comment, that may still be edited, with an answer to it."""
    post = BlogPageFactory(parent=blog, title="Letters")
    comment = create_comment(
        post,
        name="",
        email="",
        user=member,
        text="> Why write?\n\nBecause *somebody* reads it: https://example.org",
        suggests_topic=True,
        wants_replies=True,
    )
    publish(comment)
    answer = create_comment(
        post, name="Jun", email="jun@example.org", text="그렇군요.", reply_to=comment.pk
    )
    publish(answer)
    return comment


def judge(page, address, status=200):
    """Open `address` on a phone: what axe says and whether it can be scrolled sideways."""
    page.set_viewport_size(window(320))
    answer = page.goto(address)
    assert (address, answer.status) == (address, status)
    return {scheme: look(page, scheme) for scheme in SCHEMES}


def look(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sideways = page.evaluate(SCROLLS_SIDEWAYS) and page.evaluate(WIDER_THAN_THE_WINDOW)
    return faults(page), sideways


FLAWLESS = {scheme: ({}, False) for scheme in SCHEMES}


def test_guests_can_use_every_page_of_a_comment(page, comment, problems):
    post_id = comment.object_pk
    _pending, token = PendingComment.start(
        page=comment.content_object,
        name="준",
        email="jun@example.org",
        text="**Hello**\n\n- one\n- two",
    )
    mute = MUTE_SIGNER.sign(Subscription.objects.get().pk)
    addresses = {
        comment.content_object.url: 200,
        reverse("comments:form", args=[post_id]): 200,
        reverse("comments:form", args=[post_id]) + f"?reply_to={comment.pk}": 200,
        reverse("comments:sent", args=[post_id]): 200,
        reverse("comments:confirm", args=[token]): 200,
        reverse("comments:confirm", args=["nonsense"]): 404,
        reverse("comments:mute", args=[mute]): 200,
        "/search/?q=somebody": 200,
    }

    judged = {
        address: judge(page, address, status) for address, status in addresses.items()
    }

    assert judged == dict.fromkeys(addresses, FLAWLESS)
    assert [problem for problem in problems if "404" not in problem] == []


def test_errors_are_told_so_that_everybody_hears_them(page, comment, problems):
    page.goto(reverse("comments:form", args=[comment.object_pk]))
    page.get_by_role("button", name="Post this comment").click()
    page.get_by_role("alert").wait_for()

    field = page.get_by_label("Your comment")
    described_by = field.get_attribute("aria-describedby").split()

    assert field.get_attribute("aria-invalid") == "true"
    told = [page.locator(f"[id='{name}']").inner_text() for name in described_by]
    assert any("the comment is empty" in text for text in told)
    assert look(page, "light") == look(page, "dark") == ({}, False)


def test_members_can_use_every_page_of_their_comment(
    new_page, comment, member, problems
):
    addresses = [
        comment.content_object.url,
        reverse("comments:form", args=[comment.object_pk]),
        reverse("comments:edit", args=[comment.pk]),
        reverse("comments:delete", args=[comment.pk]),
    ]
    page = new_page(user=member)

    judged = {address: judge(page, address) for address in addresses}

    assert judged == dict.fromkeys(addresses, FLAWLESS)
    assert problems == []


def test_everybody_can_sign_in(page, home_page, problems):
    addresses = ["/account/login/", "/account/password/reset/", "/account/logout/done/"]

    judged = {address: judge(page, address) for address in addresses}

    assert judged == dict.fromkeys(addresses, FLAWLESS)
    assert problems == []


def test_members_can_use_every_page_of_their_account(
    new_page, home_page, member, problems
):
    names = [
        "account",
        "account_email",
        "account_logout",
        "account_set_password",
        "erase_account",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "my_data",
    ]
    page = new_page(user=member)

    judged = {name: judge(page, reverse(name)) for name in names}

    assert judged == dict.fromkeys(names, FLAWLESS)
    assert problems == []

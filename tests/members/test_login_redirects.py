"""Where Wagtail's own login pages lead."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory

from .signing_in import CMS, LOGIN, PASSWORD, ask_for_code, signed_in, type_code


@pytest.mark.parametrize(
    "path", ["/cms/login/", "/cms/password_reset/", "/_util/login/"]
)
def test_wagtails_own_login_pages_take_no_password(path, editor, client):
    response = client.post(path, {"username": editor.email, "password": PASSWORD})

    assert response.status_code == 302
    assert response.url.startswith(LOGIN)
    assert not signed_in(client)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["done/", "complete/", "confirm/MQ/set-password/"])
def test_no_part_of_wagtails_password_reset_answers(path, method, client, mailoutbox):
    response = getattr(client, method)(f"/cms/password_reset/{path}")

    assert response.url.startswith(LOGIN)
    assert mailoutbox == []


def test_the_cms_sends_visitors_to_the_sign_in_page_and_back(client):
    response = client.get("/cms/pages/?x=1", follow=True)

    final, _ = response.redirect_chain[-1]
    assert final == f"{LOGIN}?next=/cms/pages/%3Fx%3D1"


def test_wagtails_login_page_sends_a_signed_in_editor_into_the_cms(editor, sign_in):
    assert sign_in(editor).get("/cms/login/").url == CMS


def test_the_cms_refuses_a_member_without_going_in_circles(member, sign_in):
    client = sign_in(member)
    response = client.get(CMS, follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "permission" not in client.get(reverse("account")).content.decode()


def test_a_private_page_sends_visitors_to_the_sign_in_page_and_back(
    home_page, member, client, mailoutbox
):
    page = StandardPageFactory(parent=home_page, title="Private")
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    response = client.get(page.url, follow=True)
    final, _ = response.redirect_chain[-1]
    assert final == f"{LOGIN}?next={page.url}"

    ask_for_code(client, member.email)
    assert type_code(client, mailoutbox[0], next=page.url).url == page.url
    assert client.get(page.url).status_code == 200


def test_a_page_for_others_is_refused_without_going_in_circles(
    home_page, member, sign_in
):
    page = StandardPageFactory(parent=home_page, title="Private")
    PageViewRestriction.objects.create(page=page, restriction_type="groups")

    assert sign_in(member).get(page.url, follow=True).status_code == 403


@pytest.mark.parametrize(
    ("path", "target"), [("/cms/login/", "/cms/"), ("/_util/login/", "/account/")]
)
def test_without_a_way_back_there_is_a_default(path, target, client):
    assert client.get(path).url == f"{LOGIN}?next={target}"

import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from members.accounts.adapters import AccountAdapter
from members.models import User

from .signing_in import CMS, CODE, LOGIN, ask_for_code, code_in, signed_in, type_code


def test_a_member_signs_in_by_a_code(member, client, mailoutbox):
    response = ask_for_code(client, "Member@example.org")
    assert response.url.startswith(CODE)
    assert not signed_in(client)

    response = type_code(client, mailoutbox[0])

    assert signed_in(client) == member
    assert response.url == reverse("account")


def test_an_editor_signs_in_by_code(editor, client, mailoutbox):
    ask_for_code(client, editor.email)
    response = type_code(client, mailoutbox[0])

    assert signed_in(client) == editor
    assert response.url == CMS


def test_a_code_may_be_typed_without_its_hyphen_and_in_small_letters(
    member, client, mailoutbox
):
    ask_for_code(client, member.email)
    client.post(CODE, {"code": code_in(mailoutbox[0]).replace("-", " ").lower()})

    assert signed_in(client) == member


def test_the_link_in_the_mail_types_the_code_and_presses_nothing(
    member, client, mailoutbox, settings
):
    ask_for_code(client, member.email)
    mail = mailoutbox[0]
    link = re.search(rf"{settings.SITE_URL}(\S+)", mail.body).group(1)

    html = client.get(link).content.decode()

    assert f'value="{code_in(mail)}"' in html
    assert not signed_in(client)


def test_no_header_decides_where_the_link_in_the_mail_leads(
    member, client, mailoutbox, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        "/account/login/", {"login": member.email}, headers={"host": "evil.example"}
    )

    assert settings.SITE_URL in mailoutbox[0].body
    assert "evil.example" not in mailoutbox[0].body


def test_a_code_is_of_no_use_in_another_browser(
    member, client, mailoutbox, django_client
):
    ask_for_code(client, member.email)
    type_code(django_client, mailoutbox[0])

    assert not signed_in(django_client)


def test_after_three_wrong_codes_the_right_one_is_too_late(member, client, mailoutbox):
    ask_for_code(client, member.email)
    for _ in range(3):
        client.post(CODE, {"code": "BBBB-BBBB"})

    type_code(client, mailoutbox[0])

    assert not signed_in(client)


def test_a_code_is_too_old_after_fifteen_minutes(member, client, mailoutbox, settings):
    ask_for_code(client, member.email)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1

    type_code(client, mailoutbox[0])

    assert not signed_in(client)


def test_the_way_back_is_kept(member, client, mailoutbox):
    wanted = reverse("my_data")
    html = client.get(LOGIN, {"next": wanted}).content.decode()
    assert f'name="next" value="{wanted}"' in html

    response = ask_for_code(client, member.email, next=wanted)
    html = client.get(response.url).content.decode()
    assert f'name="next" value="{wanted}"' in html

    assert f"&next={quote(wanted, safe='')}" in mailoutbox[0].body
    assert type_code(client, mailoutbox[0], next=wanted).url == wanted


def test_the_way_back_leads_to_no_other_site(member, client, mailoutbox):
    foreign = "https://elsewhere.example.org/"
    ask_for_code(client, member.email, next=foreign)

    assert type_code(client, mailoutbox[0], next=foreign).url == reverse("account")


def test_an_editor_made_in_the_cms_signs_in_with_one_code(
    administrator, sign_in, django_client, mailoutbox
):
    sign_in(administrator).post(
        reverse("wagtailusers_users:add"),
        {"email": "New@example.org", "display_name": "New", "is_superuser": "on"},
    )

    ask_for_code(django_client, "new@example.org")
    response = type_code(django_client, mailoutbox[-1])

    assert signed_in(django_client).email == "new@example.org"
    assert response.url == CMS


# --- Who has an account is not told


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    member, client, django_client, mailoutbox
):
    known = ask_for_code(client, member.email)
    unknown = ask_for_code(django_client, "nobody@example.org")

    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    pages = [
        re.sub(r"csrfmiddlewaretoken\S+ value=\S+", "", page.content.decode())
        for page in (client.get(CODE), django_client.get(CODE))
    ]
    assert pages[0].replace(member.email, "") == pages[1].replace(
        "nobody@example.org", ""
    )
    assert [mail.to for mail in mailoutbox] == [[member.email]]


@pytest.mark.parametrize(
    ("url", "field"), [(LOGIN, "login"), (reverse("account_reset_password"), "email")]
)
def test_the_clock_does_not_tell_who_has_an_account(
    url, field, editor, client, monkeypatch
):
    written = []
    render = AccountAdapter.render_mail

    def count(*args, **kwargs):
        written.append(args)
        return render(*args, **kwargs)

    monkeypatch.setattr(AccountAdapter, "render_mail", count)

    for email in (editor.email, "nobody@example.org"):
        client.post(url, {field: email})
        client.post(reverse("account_logout"))

    assert len(written) == 2


def test_a_closed_account_gets_the_same_answer_and_no_mail(member, client, mailoutbox):
    User.objects.filter(pk=member.pk).update(is_active=False)

    assert ask_for_code(client, member.email).url.startswith(CODE)
    assert mailoutbox == []


def test_wrong_codes_for_an_unknown_address_end_alike(member, client, django_client):
    ask_for_code(client, member.email)
    ask_for_code(django_client, "nobody@example.org")

    for _ in range(3):
        answers = [
            browser.post(CODE, {"code": "BBBB-BBBB"})
            for browser in (client, django_client)
        ]
        assert answers[0].status_code == answers[1].status_code
    assert answers[0].url == answers[1].url

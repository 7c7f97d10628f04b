"""Downloading one's personal data."""

import json

import pytest
from django.core.mail import send_mail
from django.urls import reverse
from post_office.models import Email
from wagtail.log_actions import log

from members.my_data.personal_data import personal_data
from members.my_data.signals import personal_data_requested
from tests.factories import StandardPageFactory

from .signing_in import PASSWORD

DOWNLOAD = reverse("download_my_data")


@pytest.fixture
def member(member):
    member.display_name = "미나"
    member.save()
    return member


def test_the_download_holds_the_account(member, sign_in):
    response = sign_in(member).post(DOWNLOAD)

    data = json.loads(response.content)
    assert data["account"]["email"] == "member@example.org"
    assert data["account"]["display_name"] == "미나"
    assert "미나" in response.content.decode()
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]


def test_the_account_is_told_in_full(editor):
    assert personal_data(editor)["account"] == {
        "email": "editor@example.org",
        "display_name": "",
        "joined": editor.date_joined,
        "last_signed_in": None,
        "has_password": True,
        "is_administrator": False,
        "groups": ["Editors"],
    }


def test_second_factors_are_told_without_what_they_hold(member):
    factor = member.authenticator_set.create(type="totp", data={"secret": "TELLTALE"})

    assert personal_data(member)["second_factors"] == [
        {
            "type": "TOTP Authenticator",
            "name": str(factor),
            "added": factor.created_at,
            "last_used": None,
        }
    ]


def test_mails_are_told_without_their_text(member, settings):
    settings.EMAIL_BACKEND = "base.mail.Queue"
    send_mail("A code", "TELLTALE", None, [member.email])

    [told] = personal_data(member)["mails"]

    assert told == {"subject": "A code", "created": Email.objects.get().created}


def test_the_log_of_the_cms_is_told_in_order(home_page, editor, administrator):
    page = StandardPageFactory(parent=home_page, title="Mine")
    log(editor, "wagtail.edit", user=editor)
    log(page, "wagtail.edit", user=editor)
    log(administrator, "wagtail.edit", user=administrator)

    told = personal_data(editor)["cms"]["log"]

    assert [entry["of"] for entry in told] == ["editor@example.org", "Mine"]


def test_the_download_holds_what_others_keep(member, sign_in, connected):
    def comments(user, **kwargs):
        return {"comments": [f"by {user.pk}"]}

    def nothing(**kwargs):
        return None

    connected(personal_data_requested, comments)
    connected(personal_data_requested, nothing)

    data = sign_in(member).post(DOWNLOAD).json()

    assert data["comments"] == [f"by {member.pk}"]


def test_the_download_holds_nobody_elses_data(member, editor, sign_in):
    text = sign_in(member).post(DOWNLOAD).content.decode()

    assert editor.email not in text


def test_the_download_holds_the_work_in_the_cms_but_no_secret(home_page, editor):
    page = StandardPageFactory(parent=home_page, title="Mine", owner=editor)
    log(page, "wagtail.edit", user=editor)
    editor.authenticator_set.create(type="totp", data={"secret": "TELLTALE"})

    data = personal_data(editor)

    assert data["cms"]["pages"][0]["title"] == "Mine"
    assert data["cms"]["log"][0]["of"] == "Mine"
    assert len(data["second_factors"]) == 1
    text = json.dumps(data, default=str)
    assert "TELLTALE" not in text
    assert editor.password not in text


def test_a_link_alone_downloads_nothing(member, sign_in):
    assert sign_in(member).get(DOWNLOAD).url == reverse("my_data")


def test_who_has_a_password_shows_it_before_the_download(editor, sign_in):
    client = sign_in(editor)
    asked = client.post(DOWNLOAD).url
    assert asked.startswith(reverse("account_reauthenticate"))

    client.post(asked, {"password": PASSWORD})

    assert client.post(DOWNLOAD).json()["account"]["email"] == editor.email

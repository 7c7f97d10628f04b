"""Erasing an account."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse
from post_office.models import Email
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from members.models import User
from members.my_data.personal_data import erase_person, personal_data
from members.my_data.signals import personal_data_erased
from tests.factories import StandardPageFactory, UserFactory

from .signing_in import PASSWORD, signed_in
from .stored import decoded_sessions, everything_kept

ERASE = reverse("erase_account")


@pytest.fixture
def member(member):
    member.display_name = "미나"
    member.save()
    return member


@pytest.mark.parametrize("query", ["", "?contributions=remove"])
def test_looking_at_the_question_erases_nothing(query, member, sign_in):
    sign_in(member).get(ERASE + query)

    assert User.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize(
    "answer", [{}, {"contributions": ""}, {"contributions": "whatever"}]
)
def test_nothing_is_erased_before_a_choice_is_made(answer, member, sign_in):
    response = sign_in(member).post(ERASE, answer)

    assert 'role="alert"' in response.content.decode()
    assert User.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize(("answer", "kept"), [("keep", True), ("remove", False)])
def test_an_account_is_erased_in_the_way_that_was_chosen(
    answer, kept, member, sign_in, connected, settings
):
    heard = []

    def remember(user, keep_contributions, **kwargs):
        assert User.objects.filter(pk=user.pk).exists()
        heard.append(keep_contributions)

    connected(personal_data_erased, remember)
    client = sign_in(member)

    response = client.post(ERASE, {"contributions": answer})

    assert heard == [kept]
    assert not User.objects.filter(pk=member.pk).exists()
    assert not signed_in(client)
    assert "Your account is erased" in response.content.decode()
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_mails_are_told_of_and_go_with_the_account(member, settings):
    settings.EMAIL_BACKEND = "base.mail.Queue"
    for address in (member.email, "somebody.else@example.org"):
        send_mail("A reply", "It waits for you.", None, [address])

    assert [mail["subject"] for mail in personal_data(member)["mails"]] == ["A reply"]
    erase_person(member, keep_contributions=True)
    assert [mail.to for mail in Email.objects.all()] == [["somebody.else@example.org"]]


def test_what_fails_leaves_everything_as_it_was(member, connected):
    def rename(user, **kwargs):
        User.objects.filter(pk=user.pk).update(display_name="")

    def fail(**kwargs):
        raise RuntimeError

    connected(personal_data_erased, rename)
    connected(personal_data_erased, fail)

    with pytest.raises(RuntimeError):
        erase_person(member, keep_contributions=False)

    member.refresh_from_db()
    assert member.display_name == "미나"
    assert member.emailaddress_set.count() == 1


def test_an_erased_person_is_nowhere_in_the_database(member, sign_in, administrator):

    log(member, "wagtail.edit", user=administrator, data={"email": member.email})
    sign_in(member).post(ERASE, {"contributions": "remove"})

    kept = " ".join([*everything_kept(), decoded_sessions()])
    assert "member@example.org" not in kept
    assert "미나" not in kept
    assert ModelLogEntry.objects.get(object_id=str(member.pk)).label == (
        "a former member"
    )


def test_the_log_about_anything_else_stays(administrator, editor):
    user = UserFactory(pk=9999)
    log(Group.objects.create(pk=9999, name="Friends"), "wagtail.edit")
    log(editor, "wagtail.edit")

    erase_person(user, keep_contributions=True)

    labels = ModelLogEntry.objects.values_list("label", flat=True)
    assert sorted(labels) == ["Friends", "editor@example.org"]


def test_nobody_else_is_signed_out(member, editor, sign_in, django_client):
    django_client.force_login(editor)

    sign_in(member).post(ERASE, {"contributions": "keep"})

    assert signed_in(django_client) == editor


def test_an_erased_person_is_signed_out_everywhere(member, sign_in):

    elsewhere = Client()
    elsewhere.force_login(member)

    sign_in(member).post(ERASE, {"contributions": "keep"})

    assert elsewhere.get(reverse("account")).status_code == 302
    assert "_auth_user_id" not in elsewhere.session


def test_nobody_is_erased_but_who_asked(member, editor, sign_in):
    sign_in(member).post(ERASE, {"contributions": "remove", "user": editor.pk})

    assert User.objects.filter(pk=editor.pk).exists()


def test_who_has_a_password_shows_it_before_erasing(editor, sign_in):
    response = sign_in(editor).post(ERASE, {"contributions": "keep"})

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=editor.pk).exists()


def erase_with_password(client, answer="keep"):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.post(ERASE, {"contributions": answer})


def test_the_pages_of_an_erased_editor_stay(home_page, editor, sign_in):
    page = StandardPageFactory(parent=home_page, title="Mine", owner=editor)
    client = sign_in(editor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "1 page that you began" in client.get(ERASE).content.decode()

    client.post(ERASE, {"contributions": "keep"})

    assert not User.objects.filter(pk=editor.pk).exists()
    assert Page.objects.get(pk=page.pk).owner is None


def test_the_last_administrator_cannot_erase_themselves(administrator, editor, sign_in):
    User.objects.create_superuser("closed@example.org", is_active=False)
    client = sign_in(administrator)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    html = client.get(ERASE).content.decode()
    assert "You are the last administrator" in html
    assert "button--danger" not in html

    response = client.post(ERASE, {"contributions": "remove"})

    assert response.status_code == 403
    assert User.objects.filter(pk=administrator.pk).exists()
    with pytest.raises(PermissionDenied):
        erase_person(administrator, keep_contributions=True)


def test_an_administrator_among_others_can_go(administrator, sign_in):
    User.objects.create_superuser("second@example.org")

    erase_with_password(sign_in(administrator))

    assert not User.objects.filter(pk=administrator.pk).exists()

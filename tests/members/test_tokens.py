"""/account/tokens/: what members let programs do in their name."""

import datetime
import re

import pytest
from django.urls import reverse
from wagtail.models import APIToken

from members.models import MemberToken, User
from members.my_data.personal_data import erase_person, personal_data

TOKENS = reverse("tokens")
CREATE = reverse("create_token")


@pytest.fixture
def browser(sign_in, member):
    return sign_in(member)


def test_a_token_is_made_and_shown_once(browser, member):
    page = browser.post(CREATE, {"name": "My <reader>"}).text
    [secret] = re.findall(r"g48_[\w-]{20,}", page)

    assert MemberToken.objects.for_token(secret).user == member
    assert "My &lt;reader&gt;" in page
    assert secret not in browser.get(TOKENS).text
    assert "Never used" in page
    kept = MemberToken.objects.values_list("key_hash", flat=True).get()
    assert kept not in page
    assert 'value="My' not in page  # the form is ready for another


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_token_needs_a_name(browser, name):
    answer = browser.post(CREATE, {"name": name})

    assert answer.status_code == 422
    assert "form__errors" in answer.text
    assert not MemberToken.objects.exists()


def test_looking_changes_nothing(browser):
    assert browser.get(CREATE)["Location"] == TOKENS
    assert not MemberToken.objects.exists()


def test_a_token_is_revoked_by_its_member_alone(browser, member, administrator):
    mine = MemberToken.objects.create(user=member, name="Mine", key_hash="a")
    other = MemberToken.objects.create(user=administrator, name="Other", key_hash="b")
    for token in (mine, other):
        address = reverse("revoke_token", args=[token.pk])
        assert browser.get(address).url == reverse("tokens")
        assert browser.post(address)["Location"] == TOKENS

    assert list(MemberToken.objects.all()) == [other]
    assert "Other" not in browser.get(TOKENS).text


def test_there_is_an_end_to_tokens(browser, monkeypatch):
    monkeypatch.setattr("members.tokens.views.MAX_TOKENS", 1)
    browser.post(CREATE, {"name": "One"})
    answer = browser.post(CREATE, {"name": "Two"})

    assert "Please revoke one" in answer.text
    assert MemberToken.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("url", [TOKENS, CREATE, reverse("revoke_token", args=[1])])
def test_only_who_is_signed_in_has_tokens(url, method, client):
    assert getattr(client, method)(url).url.startswith(reverse("account_login"))


def test_tokens_are_told_and_erased_with_the_rest(browser, member):
    browser.post(CREATE, {"name": "My reader"})
    APIToken.create_token(user=member, name="My script")
    data = personal_data(member)

    assert [token["name"] for token in data["tokens"]] == ["My reader"]
    assert [token["name"] for token in data["tokens_of_the_cms"]] == ["My script"]
    assert MemberToken.objects.get().key_hash not in str(data)
    assert APIToken.objects.get().key_hash not in str(data)
    erase_person(member, keep_contributions=True)
    assert not MemberToken.objects.exists()
    assert not APIToken.objects.exists()


def test_the_account_leads_to_the_tokens(browser):
    assert TOKENS in browser.get(reverse("account")).text


def token_of(user, name="My reader"):
    """A token of `user` in the database, and the secret."""
    token = MemberToken(user=user, name=name)
    secret = token.set_secret()
    token.save()
    return token, secret


def test_no_two_secrets_are_the_same(member):
    assert token_of(member, "One")[1] != token_of(member, "Two")[1]


def test_a_token_of_a_closed_account_opens_nothing(member):
    _, secret = token_of(member)
    User.objects.filter(pk=member.pk).update(is_active=False)

    assert MemberToken.objects.for_token(secret) is None


@pytest.mark.parametrize("secret", ["", "g48_", "g48_\ud800"])
def test_what_is_no_token_opens_nothing(secret, member):
    token_of(member)

    assert MemberToken.objects.for_token(secret) is None


def test_the_day_of_use_is_kept_in_the_time_of_seoul(member, monkeypatch):
    late = datetime.datetime(2024, 5, 17, 20, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    token, _ = token_of(member)
    other, _ = token_of(member, "Another")

    token.record_use()

    token.refresh_from_db()
    other.refresh_from_db()
    assert token.last_used_on == datetime.date(2024, 5, 18)
    assert other.last_used_on is None


def test_only_the_first_use_of_a_day_is_written(member, django_assert_num_queries):
    token, secret = token_of(member)
    token.record_use()

    with django_assert_num_queries(1):  # which finds it
        MemberToken.objects.for_token(secret).record_use()


def test_a_name_is_used_once_by_each_member(browser, member, editor):
    token_of(editor)

    assert browser.post(CREATE, {"name": "My reader"}).status_code == 200
    answer = browser.post(CREATE, {"name": "My reader"})

    assert answer.status_code == 422
    assert "You have a token of this name" in answer.text
    assert member.tokens.count() == 1


def test_the_tokens_of_others_count_for_nobody(browser, editor, monkeypatch):
    monkeypatch.setattr("members.tokens.views.MAX_TOKENS", 1)
    token_of(editor)

    assert browser.post(CREATE, {"name": "Mine"}).status_code == 200


@pytest.mark.parametrize("url", [TOKENS, CREATE])
def test_who_has_a_password_shows_it_before_making_tokens(url, editor, sign_in):
    client = sign_in(editor)

    assert client.get(url).url.startswith(reverse("account_reauthenticate"))
    answer = client.post(url, {"name": "My reader"})

    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not MemberToken.objects.exists()

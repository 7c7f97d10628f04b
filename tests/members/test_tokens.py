"""/account/tokens/: what members let programs do in their name."""

import re

import pytest
from django.urls import reverse
from wagtail.models import APIToken

from members.models import MemberToken
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
        assert browser.get(address).status_code == 405
        assert browser.post(address)["Location"] == TOKENS

    assert list(MemberToken.objects.all()) == [other]
    assert "Other" not in browser.get(TOKENS).text


def test_there_is_an_end_to_tokens(browser, monkeypatch):
    monkeypatch.setattr("members.tokens.forms.MAX_TOKENS", 1)
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

"""The form to comment: who gets it, what it says, and what it refuses."""

import re
from html import unescape

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from comments.models import PendingComment
from comments.submission import forms

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def test_the_page_itself_holds_no_form_and_no_token(client, post):
    page = client.get(post.url).text

    assert reverse("comments:form", args=[post.pk]) in page
    assert "csrfmiddlewaretoken" not in page
    assert "csrftoken" not in client.cookies


def test_the_form_asks_for_a_name_and_an_address(client, post):
    form = client.get(reverse("comments:form", args=[post.pk])).text

    assert 'name="name"' in form
    assert 'name="email"' in form


def test_a_script_gets_the_form_alone(client, post):
    address = reverse("comments:form", args=[post.pk])

    form = client.get(address, headers={"X-Requested-With": "fetch"}).text

    assert form.lstrip().startswith("<form")


def test_a_member_is_not_asked_who_they_are(client, post, signed_in):
    form = client.get(reverse("comments:form", args=[post.pk])).text

    assert 'name="email"' not in form
    assert "미나" in form


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "the comment is empty"),
        ("text", "x" * 3001, "Please shorten it"),
        ("name", "", "Please choose a name"),
        ("name", "x" * 51, "at most 50 characters"),
        ("email", "", "Please give an address"),
        ("email", "minji", "not a whole e-mail address"),
        ("website", "javascript:alert(1)", "whole address of your website"),
        ("subject", "cheap pills", "A hidden field was filled in"),
        ("form", "forged", "did not come from here"),
        ("form", "", "did not come from here"),
        ("reply_to", "x", "whole number"),
        ("reply_to", "99999999999999999999", "less than or equal"),
        ("text", "a\0b", "Null characters"),
    ],
)
def test_a_wrong_field_is_told_and_the_text_stays(send, field, value, sentence):
    response = send(**{"text": "Do not lose this.", field: value})

    assert response.status_code == 422
    assert sentence in response.text
    if field != "text":
        assert "Do not lose this." in response.text
    assert not PendingComment.objects.exists()


def test_a_form_that_was_open_for_days_gives_the_text_back(send, post, monkeypatch):
    monkeypatch.setattr(forms, "MAX_AGE", -1)

    response = send(text="Written slowly.")

    assert response.status_code == 422
    assert "open for more than a day" in response.text
    assert "Written slowly." in response.text


def test_the_form_that_comes_back_can_be_sent(client, send, filled_in, post):
    again = send(name="").text
    token = re.search(r'name="form" value="([^"]+)"', again)[1]

    response = client.post(reverse("comments:post"), filled_in(form=token))

    assert response.status_code == 302


def test_what_is_sent_faster_than_anybody_writes_comes_back(
    client, filled_in, monkeypatch
):
    sent = filled_in()
    monkeypatch.setattr(forms, "MIN_AGE", 2)

    response = client.post(reverse("comments:post"), sent)

    assert "faster than a person writes" in response.text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"form": "forged"}, {"text": " "}])
def test_after_an_error_the_form_may_come_back_at_once(
    client, filled_in, monkeypatch, wrong
):
    sent = filled_in(**wrong)
    monkeypatch.setattr(forms, "MIN_AGE", 60)

    again = client.post(reverse("comments:post"), sent).text
    token = re.search(r'name="form" value="([^"]+)"', again)[1]
    response = client.post(reverse("comments:post"), filled_in(form=token))

    assert response.status_code == 302


def test_who_types_or_reloads_the_address_of_a_sent_form_gets_to_the_form(
    client, post, say
):
    parent = say("First.")
    form = reverse("comments:form", args=[post.pk])
    for address in (form, f"{form}?reply_to={parent.pk}"):
        html = client.get(address).text
        sent_to = unescape(re.search(r'action="(/comments/post/[^"]*)"', html)[1])

        assert client.get(sent_to).url == address


@pytest.mark.parametrize("query", ["", "?page=x", "?page=" + "9" * 15])
def test_the_address_of_forms_alone_leads_somewhere(client, home_page, query):
    response = client.get(reverse("comments:post") + query)

    assert response.status_code == 302


def test_a_form_for_another_page_is_refused(send, other_post):
    response = send(form=forms.form_token(other_post))

    assert response.status_code == 422


def test_a_token_for_something_else_is_refused(send, post):
    response = send(form=signing.dumps(post.pk, salt="something else"))

    assert response.status_code == 422


def test_without_its_csrf_token_a_members_text_comes_back_in_a_fresh_form(
    filled_in, member
):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(member)

    response = careful.post(reverse("comments:post"), filled_in(text="Kept."))

    assert response.status_code == 403
    assert "Kept." in response.text
    assert "csrfmiddlewaretoken" in response.text

"""Guests and members who comment, by the form and through the API."""

import pytest
from post_office.models import Email

from comments.submission import forms

from .api import API
from .mails import link_in


@pytest.fixture
def link(mail_is_queued, send):
    """The address in the mail after a comment was sent."""
    send()
    return link_in(Email.objects.get())


@pytest.fixture
def signed_in(member, client, hold):
    """A member who is signed in, and whose comments are published at once."""
    hold("none")
    client.force_login(member)
    return member


@pytest.fixture
def new_json(post, sent_at_once):
    """`new_json(name="Jun")` is a guest's comment on `post`, as a program sends it."""

    def new_json(page=post, **fields):
        return {
            "page": page.pk,
            "form": forms.form_token(page),
            "text": "I would like to write to her.",
            "name": "Minji",
            "email": "minji@example.org",
            **fields,
        }

    return new_json


@pytest.fixture
def send_json(client, new_json):
    """`send_json(name="Jun")` sends a comment to the API."""

    def send_json(client=client, headers=None, **fields):
        return client.post(API, new_json(**fields), "application/json", headers=headers)

    return send_json

"""Comments, the rules for them and the form, as fixtures of all tests."""

import pytest
from django.urls import reverse

from comments.models import CommentSettings
from comments.submission import forms
from tests.factories import create_comment


@pytest.fixture
def hold(home_page):
    """`hold("none")` decides which comments wait for a moderator."""

    def hold(which):
        settings = CommentSettings.for_site(home_page.get_site())
        settings.hold = which
        settings.save()

    return hold


@pytest.fixture
def say(post, hold):
    """`say("Hello.")` makes a comment on `post`, published at once."""
    hold("none")

    def say(text="I agree.", page=post, name="Minji", **fields):
        fields = {"email": "minji@example.org", **fields}
        return create_comment(page, name=name, text=text, **fields)

    return say


@pytest.fixture
def wait(post, hold):
    """`wait("Hello.")` makes a comment on `post` that waits for a moderator."""

    def wait(text="I agree.", page=post, name="Jun", email="jun@example.org", **fields):
        hold("all")
        comment = create_comment(page, name=name, email=email, text=text, **fields)
        hold("none")
        return comment

    return wait


@pytest.fixture
def rule(home_page):
    """`rule(close_after=7)` sets rules for comments."""

    def rule(**rules):
        settings = CommentSettings.for_site(home_page.get_site())
        for name, value in rules.items():
            setattr(settings, name, value)
        settings.full_clean()
        settings.save()

    return rule


@pytest.fixture
def sent_at_once(monkeypatch):
    """A form may come back as soon as it was shown."""
    monkeypatch.setattr(forms, "MIN_AGE", -1)


@pytest.fixture
def filled_in(post, sent_at_once):
    """`filled_in(name="Jun")` is what a browser sends with the form for `post`."""

    def filled_in(page=post, **fields):
        return {
            "page": page.pk,
            "form": forms.form_token(page),
            "text": "I would like to write to her.",
            "name": "Minji",
            "email": "minji@example.org",
            **fields,
        }

    return filled_in


@pytest.fixture
def send(client, filled_in):
    """`send(name="Jun")` posts the form."""

    def send(**fields):
        return client.post(reverse("comments:post"), filled_in(**fields))

    return send

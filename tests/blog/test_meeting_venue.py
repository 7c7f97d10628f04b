"""Venues that are for members only."""

import pytest
from django.test import Client

from tests.factories import (
    MeetingPageFactory,
)

from .rsvps import rsvp_url


@pytest.fixture
def secret(blog):
    """A meeting whose venue is for members only."""
    return MeetingPageFactory(
        parent=blog,
        slug="secret",
        venue="TELLTALE café",
        map_link="https://map.example.org/telltale",
        venue_for_members=True,
    )


def test_a_venue_for_members_is_shown_to_members_alone(client, secret, member, sign_in):
    before = client.get(secret.url)
    seen = sign_in(member).get(secret.url)
    after = Client().get(secret.url)

    assert "TELLTALE café" in seen.text
    assert "https://map.example.org/telltale" in seen.text
    assert "Cookie" in seen["Vary"]
    assert seen["Cache-Control"] == "private"
    assert before["Cache-Control"] == "no-cache"
    for response in [before, after]:
        assert "telltale" not in response.text.lower()
        assert "Sign in to see it" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/blog/",
        "/blog/meetings/",
        "/blog/feed/",
        "/meetings.ics",
        "/blog/secret/meeting.ics",
        "/search/?q=telltale",
        "/search/?q=café",
        "/sitemap.xml",
    ],
)
def test_a_venue_for_members_stands_nowhere_else(client, secret, address):
    assert "TELLTALE" not in client.get(address).text
    assert "map.example" not in client.get(address).text


def test_a_venue_for_members_is_not_in_the_form_to_come(client, secret):
    assert "TELLTALE" not in client.get(rsvp_url(secret)).text


def test_a_venue_for_members_is_not_in_the_api(client, secret):
    api = "/api/v3/pages/"
    kind = f"{api}?type=blog.MeetingPage"
    guesses = ["venue=TELLTALE%20café", "venue=Elsewhere", "search=TELLTALE"]
    one = client.get(f"{api}{secret.pk}/")
    guessed = [client.get(f"{kind}&{guess}") for guess in guesses]

    assert one.json()["public_venue"] == ""
    assert one.json()["starts"].startswith(str(secret.starts.year))
    assert all("TELLTALE" not in response.text for response in [one, *guessed])
    # Whether a guess was right shows in nothing.
    assert guessed[0].json() == guessed[1].json()
    assert guessed[2].json()["count"] == 0


def test_a_venue_that_becomes_secret_is_found_no_more(client, meeting):
    before = client.get("/search/?q=dongne").context["results"]
    meeting.venue_for_members = True
    meeting.save_revision().publish()

    assert [page.pk for page in before] == [meeting.pk]
    assert not client.get("/search/?q=dongne").context["results"]


def test_search_engines_are_told_of_no_place_that_members_alone_may_know(
    client, secret
):
    text = client.get(secret.url).text

    assert '"@type": "Event"' in text
    assert '"location"' not in text

"""Caches, other origins and wrong addresses of the API."""

import pytest
from wagtail.models import APIToken

API = "/api/v3"


# --- What did not change


def test_what_did_not_change_is_not_sent_again(client, posts):
    first = client.get(f"{API}/posts/")
    again = client.get(f"{API}/posts/", headers={"if-none-match": first["ETag"]})
    posts[0].title = "Changed"
    posts[0].save()
    changed = client.get(f"{API}/posts/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert first["Cache-Control"] == "no-cache"
    assert "Authorization" in first["Vary"]


def test_what_is_for_one_person_alone_is_kept_by_no_cache_between(
    client, posts, administrator
):
    _token, secret = APIToken.create_token(user=administrator, name="test")
    headers = {"authorization": f"Bearer {secret}"}
    answer = client.get(f"{API}/pages/{posts[0].pk}/", headers=headers)

    assert "private" in answer["Cache-Control"]


# --- Other origins


@pytest.mark.parametrize("origin", ["https://reader.example.org", "https://evil.org"])
def test_scripts_of_the_origins_in_the_settings_may_ask(
    client, posts, settings, origin
):
    settings.CORS_ALLOWED_ORIGINS = ["https://reader.example.org"]
    answer = client.get(f"{API}/posts/", headers={"origin": origin})
    before = client.options(
        f"{API}/comments/",
        headers={
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )

    allowed = origin if "reader" in origin else None
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    assert before.headers.get("Access-Control-Allow-Origin") == allowed
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_no_script_elsewhere_may_read_the_pages(client, blog, settings):
    settings.CORS_ALLOW_ALL_ORIGINS = True
    answer = client.get("/blog/", headers={"origin": "https://reader.example.org"})

    assert "Access-Control-Allow-Origin" not in answer.headers


# --- Addresses that are none


def test_an_unknown_address_is_answered_by_a_problem(client, home_page):
    answer = client.get(f"{API}/nothing/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_an_address_without_its_slash_leads_to_the_one_with_it(client, home_page):
    assert client.get(f"{API}/posts")["Location"] == f"{API}/posts/"

"""Secrets are planted everywhere, and every GET of the API is asked for them."""

import re

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import APIToken

from comments.models import PendingComment
from members.models import MemberToken, User
from tests.factories import (
    BlogPageFactory,
    StandardPageFactory,
    create_comment,
    hold,
    publish,
    remove,
    restrict,
)
from tests.hidden import hide_things

API = "/api/v3"
HARMLESS = {"limit", "offset", "rich_text_format", "year"}
PARAMETER = re.compile(r"{\w+}")
# What nobody may read through the API, whoever they are: comments that are held,
# removed or to be confirmed, who wrote comments, how tokens are known.
NOBODYS = "SECRETCOMMENT"
# What only those who work in the CMS may read.
EDITORS = "SECRETPAGE"
# As `hide_things` writes it: what somebody signed in may partly read.
STRANGERS = "TELLTALE"


@pytest.fixture
def planted(home_page, blog, history):
    """All that is hidden; returns the ids by which somebody could ask for it."""
    hidden = hide_things(home_page, blog, history)
    draft = BlogPageFactory(parent=blog, title=f"{EDITORS} draft", live=False)
    group = StandardPageFactory(parent=home_page, title=f"{EDITORS} of a group")
    restrict(group, "groups")
    Redirect.add_redirect(f"/{EDITORS}-old/", redirect_to=draft)
    post = BlogPageFactory(parent=blog, title="Public")
    mail = f"{NOBODYS}@example.org".lower()
    say = {"page": post, "name": "Jun", "email": mail}
    first = create_comment(**say, text="Read me")
    publish(first)
    held = create_comment(**say, text=f"{NOBODYS} held")
    hold(held)
    below = create_comment(**say, text=f"{NOBODYS} below", reply_to=first)
    removed = create_comment(**say, text=f"{NOBODYS} removed", reply_to=first)
    create_comment(**say, text="Read me too", reply_to=removed)
    remove(removed)
    hold(below)
    on_private = create_comment(**say | {"page": post}, text=f"{NOBODYS} there")
    type(on_private).objects.filter(pk=on_private.pk).update(object_pk=str(group.pk))
    PendingComment.start(
        page=post, name=NOBODYS, email=mail, text=f"{NOBODYS} to be confirmed"
    )
    user = User.objects.create_user(mail, display_name=NOBODYS)
    APIToken.create_token(user=user, name=NOBODYS)
    MemberToken.objects.create(user=user, name=NOBODYS, key_hash=NOBODYS)
    things = [*hidden, draft, group, post, first, held, below, removed, on_private]
    return sorted({thing.pk for thing in things})


def addresses(description, keys):
    """Every GET there is, with every id in every place."""
    for path, methods in description["paths"].items():
        if operation := methods.get("get"):
            yield from filled_in(path, operation, keys)
    yield f"{API}/redirects/find/?html_path=/{EDITORS}-old/"


def filled_in(path, operation, keys):
    for value in ["blog.Author", "blog.BlogPage", *keys]:
        filled = PARAMETER.sub(str(value), path)
        yield filled
        if path.startswith(f"{API}/pages/"):
            yield f"{filled}?version=draft"
    for parameter in operation["parameters"]:
        if parameter["in"] == "query" and parameter["name"] not in HARMLESS:
            takes_keys = "integer" in str(parameter["schema"])
            for value in keys if takes_keys else [STRANGERS, EDITORS, NOBODYS]:
                yield f"{PARAMETER.sub('1', path)}?{parameter['name']}={value}"


@pytest.fixture
def told(client, planted):
    """`told(headers)`: which secrets are in what is answered, and to which addresses."""
    description = client.get(f"{API}/openapi.json").json()
    asked = set(addresses(description, planted))
    assert len(asked) > 500

    def told(headers=None):
        found = {}
        for address in asked:
            answer = client.get(address, headers=headers)
            assert answer.status_code < 500, address
            for secret in (NOBODYS, EDITORS, STRANGERS):
                is_echo = answer.status_code >= 400 and secret in address
                if secret.lower() in answer.text.lower() and not is_echo:
                    found.setdefault(secret, []).append(address)
        return found

    return told


def test_a_stranger_is_told_nothing(told):
    assert told() == {}


def test_who_is_signed_in_is_told_no_more(told, client, administrator):
    client.force_login(administrator)

    assert told() == {}


def test_a_member_is_told_nothing_by_their_token(told):
    token = MemberToken(
        user=User.objects.remember("member@example.org", "Mina"), name="Mine"
    )
    headers = {"authorization": f"Bearer {token.set_secret()}"}
    token.save()

    assert told(headers) == {}


def token_of(user):
    _token, secret = APIToken.create_token(user=user, name="test")
    return {"authorization": f"Bearer {secret}"}


def test_an_author_is_told_nothing_of_the_pages_of_others(told, author):
    found = told(token_of(author))

    # A collection "for those who are signed in" is for them, too.
    files = found.pop(STRANGERS, [])
    assert all(re.match(rf"{API}/(images|documents)/", address) for address in files)
    assert found == {}


def test_an_editor_is_told_of_drafts_but_of_nothing_private(told, editor):
    found = told(token_of(editor))

    assert found.keys() == {STRANGERS, EDITORS}

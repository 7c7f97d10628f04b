"""The API tells nothing hidden, and changes nothing without a token."""

import re

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import APIToken, Page, get_page_models

from base.models import Image
from blog.models import Author, BlogPage
from tests.factories import (
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    UserFactory,
    queries_of,
    restrict,
)
from tests.hidden import hide_things

API = "/api/v3"


@pytest.fixture
def description(client):
    return client.get(f"{API}/openapi.json").json()


@pytest.fixture
def hidden(home_page, blog, history):
    return hide_things(home_page, blog, history)


def items(client, address):
    answer = client.get(f"{API}/{address}").json()
    assert answer["count"] == len(answer["items"])
    return [item["title"] for item in answer["items"]]


def operations(description, *methods):
    """The paths for `methods`, each with the ways to say who asks."""
    return [
        (method, path, operation["security"])
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        if method in methods
    ]


# --- What is not


def every_way_to_read(description, hidden):
    """The address of every GET, with whatever could lead to what is hidden."""
    keys = [str(each.pk) for each in hidden]
    values = [*keys, "blog.Author", "blog.BlogPage", "g48cms.Image"]
    filters = ["id", "child_of", "descendant_of", "ancestor_of", "translation_of"]
    for _, path, _ in operations(description, "get"):
        for value in values if "{" in path else [""]:
            yield re.sub(r"\{\w+\}", value, path)
    for key in keys:
        yield f"{API}/pages/{key}/?version=draft"
        yield f"{API}/pages/find/?id={key}"
        yield from (f"{API}/pages/?{name}={key}" for name in filters)
    for model in get_page_models():
        yield f"{API}/pages/?type={model._meta.label}"
        yield f"{API}/pages/?type={model._meta.label}&search=telltale"
    for kind in ["pages", "images", "documents"]:
        yield f"{API}/{kind}/?search=telltale"
        yield f"{API}/{kind}/?order=-id"
    for page in Page.objects.filter(pk__in=keys):
        yield f"{API}/pages/?slug={page.slug}"
        yield f"{API}/pages/find/?html_path={page.url}"
    posts = f"{API}/pages/?type=blog.BlogPage"
    yield f"{posts}&tags=TELLTALE%20tag"
    yield from (f"{posts}&authors={author.pk}" for author in Author.objects.all())


def test_nothing_hidden_is_told(client, description, hidden):
    asked = set(every_way_to_read(description, hidden))
    told = [
        address for address in asked if "telltale" in client.get(address).text.lower()
    ]

    assert len(asked) > 300
    assert told == []


@pytest.mark.parametrize("key", ["a wrong token", "the session of the CMS"])
def test_nothing_but_a_token_opens_what_is_hidden(client, blog, administrator, key):
    draft = BlogPageFactory(parent=blog, live=False)
    headers = {}
    if key == "a wrong token":
        headers = {"authorization": "Bearer wagtail_wrong"}
    else:
        client.force_login(administrator)

    for address, status in {
        f"pages/{draft.pk}/": 404,
        f"pages/{draft.pk}/revisions/": 401,
        "sites/": 401,
        "whoami/": 401,
    }.items():
        answer = client.get(f"{API}/{address}", headers=headers)
        assert answer.status_code == status


@pytest.fixture
def token(administrator):
    """The token of an administrator, and what to send to use it."""
    token, secret = APIToken.create_token(user=administrator, name="test")
    return token, {"authorization": f"Bearer {secret}"}


def test_with_a_token_the_same_is_told(client, hidden, token):
    """So the test above asks for things that are there."""
    pages = [page for page in hidden if isinstance(page, Page)]
    assert len(pages) > 10

    for page in pages:
        answer = client.get(f"{API}/pages/{page.pk}/", headers=token[1])
        assert "TELLTALE" in answer.text


@pytest.mark.parametrize("end", ["the token is revoked", "the person is gone"])
def test_a_token_ends(client, blog, token, end):
    draft = BlogPageFactory(parent=blog, live=False)
    before = client.get(f"{API}/pages/{draft.pk}/", headers=token[1]).status_code
    if end == "the token is revoked":
        token[0].revoke()
    else:
        token[0].user.is_active = False
        token[0].user.save()

    assert before == 200
    assert client.get(f"{API}/pages/{draft.pk}/", headers=token[1]).status_code == 404


def test_hidden_things_are_not_counted(client, hidden):
    assert sorted(items(client, "pages/")) == [
        "Amnesty G48",
        "Blog",
        "Changed",
        "History",
    ]
    assert items(client, "images/") == items(client, "documents/") == []
    assert Image.objects.exists()
    assert get_document_model().objects.exists()


def test_the_draft_of_a_page_is_not_told(client, hidden):
    page = BlogPage.objects.get(title="Changed")
    answer = client.get(f"{API}/pages/{page.pk}/?version=draft").json()

    assert (answer["title"], answer["body"]) == ("Changed", [])


@pytest.mark.parametrize("reason", ["draft", "restricted", "below a restricted page"])
def test_a_hidden_page_is_as_unknown_as_one_that_never_was(client, home_page, reason):
    above = StandardPageFactory(parent=home_page, title="Above")
    page = StandardPageFactory(parent=above, title="Page", live=reason != "draft")
    if reason != "draft":
        restrict(above if reason == "below a restricted page" else page)
    unknown = client.get(f"{API}/pages/999999/")

    for address in [
        f"{page.pk}/",
        f"find/?html_path={page.url}",
        f"find/?id={page.pk}",
    ]:
        answer = client.get(f"{API}/pages/{address}")
        assert answer.status_code == 404
        assert answer.json() == unknown.json()


def test_a_page_that_was_unpublished_is_gone(client, blog):
    post = BlogPageFactory(parent=blog)
    before = client.get(f"{API}/pages/{post.pk}/").status_code
    post.unpublish()

    assert before == 200
    assert client.get(f"{API}/pages/{post.pk}/").status_code == 404


def test_the_title_of_a_draft_above_a_page_is_not_told(client, home_page):
    draft = StandardPageFactory(
        parent=home_page, title="TELLTALE", slug="a", live=False
    )
    page = StandardPageFactory(parent=draft, title="Page")

    assert "TELLTALE" not in client.get(f"{API}/pages/{page.pk}/").text


def test_no_redirect_to_a_hidden_page_is_told(client, home_page):
    page = restrict(StandardPageFactory(parent=home_page, title="Page"))
    Redirect.add_redirect("/telltale/", redirect_to=page)

    assert client.get(f"{API}/redirects/").status_code == 401
    found = client.get(f"{API}/redirects/find/?html_path=/telltale/")
    unknown = client.get(f"{API}/redirects/find/?html_path=/never/")
    assert found.json() == unknown.json()


def test_no_address_of_any_person_is_told(client, description, blog):
    person = UserFactory(
        email="kim@example.org", display_name="Kim Telltale", is_superuser=True
    )
    image = ImageFactory(uploaded_by_user=person)
    DocumentFactory(uploaded_by_user=person)
    post = BlogPageFactory(parent=blog, owner=person, cover=image)
    post.save_revision(user=person).publish(user=person)

    asked = set(every_way_to_read(description, [post, image]))
    answers = {address: client.get(address).text for address in asked}

    assert len(answers) > 100
    assert [
        address
        for address, answer in answers.items()
        if "kim@example.org" in answer or "Kim Telltale" in answer
    ] == []


# --- Who may do what


@pytest.mark.parametrize("signed_in", [False, True])
def test_nothing_can_be_changed_without_a_token(
    client, description, blog, administrator, signed_in
):
    if signed_in:
        client.force_login(administrator)
    post, image = BlogPageFactory(parent=blog), ImageFactory()
    before = list(Page.objects.order_by("pk").values())
    changing = [
        (method, path)
        for method, path, ways in operations(
            description, "post", "put", "patch", "delete"
        )
        if ways == [{"BearerTokenAuth": []}]  # all but comments
    ]

    for method, path in changing:
        for key in [post.pk, image.pk]:
            address = re.sub(r"\{(?:type|type_name)\}", "blog.Author", path)
            address = re.sub(r"\{\w+\}", str(key), address)
            answer = client.generic(
                method.upper(), address, "{}", content_type="application/json"
            )
            assert answer.status_code == 401, (method, path)

    assert len(changing) > 20
    assert list(Page.objects.order_by("pk").values()) == before


def test_what_is_not_for_everybody_asks_for_a_token(client, description, home_page):
    said, asked_for = set(), set()
    for _, path, allowed in operations(description, "get"):
        if {} not in allowed:
            said.add(path)
        if client.get(re.sub(r"\{\w+\}", "1", path)).status_code == 401:
            asked_for.add(path)

    assert asked_for == said != set()


def test_the_api_costs_the_same_however_many_pages_there_are(client, blog):
    BlogPageFactory.create_batch(2, parent=blog)
    before = queries_of(client, f"{API}/pages/?type=blog.BlogPage")
    BlogPageFactory.create_batch(10, parent=blog)

    assert queries_of(client, f"{API}/pages/?type=blog.BlogPage") == before

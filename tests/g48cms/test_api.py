"""The API: all that is public, to everybody, and nothing else."""

import re

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import APIToken, Page, get_page_models

from base.models import Image
from blog.models import Author, BlogPage, MeetingPage
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    UserFactory,
    hide_things,
    link_to,
    paragraph,
    picture,
    queries_of,
    restrict,
)

API = "/api/v3"
OURS = [model for model in get_page_models() if model is not Page]


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


# --- What is there


@pytest.mark.parametrize(
    "model",
    [pytest.param(model, id=model.__name__) for model in OURS],
)
def test_every_field_of_a_page_type_is_in_the_api(model):
    own = {
        field.name for field in [*model._meta.local_fields, *model._meta.many_to_many]
    }
    own -= {
        field.name for field in [*Page._meta.get_fields(), *Page._meta.many_to_many]
    }
    own -= {"page_ptr", "blogpage_ptr"}
    if model is BlogPage:
        own.add("tags")
    if model is MeetingPage:
        # Of what may be for members only, the API has what is public.
        own = own - {"venue", "map_link"} | {"public_venue", "public_map_link"}

    assert own <= {field.name for field in model.api_fields}


def test_a_post_has_all_its_fields(client, blog):
    cover = ImageFactory(description="Candles in a row")
    author = AuthorFactory()
    post = BlogPageFactory(
        parent=blog,
        title="한 통의 편지",
        slug="편지",
        summary="What a letter can do.",
        tags=["편지", "letters"],
        authors=[author],
        cover=cover,
        body=[paragraph(f"<p>{link_to(blog)}</p>"), picture(cover, "In Seoul")],
    )
    answer = client.get(f"{API}/pages/{post.pk}/").json()

    assert answer["title"] == "한 통의 편지"
    assert answer["meta"]["type"] == "blog.BlogPage"
    assert answer["meta"]["html_url"] == post.full_url
    assert answer["date"] == "2024-05-17"
    assert answer["summary"] == "What a letter can do."
    assert answer["tags"] == ["편지", "letters"]
    assert answer["authors"] == [author.pk]
    assert answer["comments_open"] is True
    assert answer["cover"]["id"] == cover.pk
    assert answer["cover_rendition"]["alt"] == "Candles in a row"
    assert answer["cover_rendition"]["full_url"].startswith("http")
    assert [block["type"] for block in answer["body"]] == ["paragraph", "picture"]
    assert answer["body"][1]["value"]["caption"] == "In Seoul"


def test_links_in_texts_are_whole_where_html_is_asked_for(client, blog):
    post = BlogPageFactory(parent=blog, body=[paragraph(f"<p>{link_to(blog)}</p>")])
    answer = client.get(f"{API}/pages/{post.pk}/?rich_text_format=html").json()

    assert answer["body"][0]["value"] == '<p><a href="/blog/">Blog</a></p>'


def test_an_entry_of_the_timeline_has_all_its_fields(client, history):
    image = ImageFactory()
    entry = TimelineEntryPageFactory(
        parent=history, title="Meeting", month=3, day=28, body="<p>Y</p>", picture=image,
        source="Minutes", whose="section", is_closure=True,
    )  # fmt: skip
    answer = client.get(f"{API}/pages/{entry.pk}/").json()

    assert [answer[name] for name in ["year", "month", "day"]] == [1972, 3, 28]
    assert answer["whose"] == "section"
    assert answer["body"] == "<p>Y</p>"
    assert answer["picture"]["id"] == image.pk
    assert answer["source"] == "Minutes"
    assert answer["is_closure"] is True


def test_a_picture_has_its_words_and_its_credit(client, home_page):
    image = ImageFactory(description="Candles in a row", credit="Kim")
    answer = client.get(f"{API}/images/{image.pk}/").json()

    assert answer["description"] == "Candles in a row"
    assert answer["credit"] == "Kim"


def test_posts_are_found_by_tag_and_in_any_order(client, blog):
    for title, date in {"Old": "2020-01-01", "New": "2024-01-01"}.items():
        BlogPageFactory(parent=blog, title=title, date=date, tags=["편지"])
    BlogPageFactory(parent=blog, title="Other")
    found = "pages/?type=blog.BlogPage&tags=편지&order="

    assert items(client, found + "date") == ["Old", "New"]
    assert items(client, found + "-date") == ["New", "Old"]


def test_a_page_is_found_by_its_address(client, blog):
    post = BlogPageFactory(parent=blog, slug="편지")
    response = client.get(f"{API}/pages/find/?html_path=/blog/편지/")

    assert response["Location"].startswith(f"{API}/pages/{post.pk}/")


def test_the_reference_asks_no_other_host(client, db):
    page = client.get(f"{API}/docs/").text

    assert "openapi.json" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


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
    for page in hidden:
        if isinstance(page, Page):
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

    for address in every_way_to_read(description, [post, image]):
        answer = client.get(address).text
        assert "kim@example.org" not in answer
        assert "Kim Telltale" not in answer


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
    for _, path, allowed in operations(description, "get"):
        address = re.sub(r"\{\w+\}", "1", path)
        status = client.get(address).status_code
        assert (status == 401) is ({} not in allowed), path


def test_the_api_costs_the_same_however_many_pages_there_are(client, blog):
    BlogPageFactory.create_batch(2, parent=blog)
    before = queries_of(client, f"{API}/pages/?type=blog.BlogPage")
    BlogPageFactory.create_batch(10, parent=blog)

    assert queries_of(client, f"{API}/pages/?type=blog.BlogPage") == before

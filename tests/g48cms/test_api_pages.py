"""All that is public is in the API, to everybody."""

import re

import pytest
from wagtail.models import Page, get_page_models

from blog.models import BlogPage, MeetingPage
from tests.factories import (
    BlogPageFactory,
    ImageFactory,
)

API = "/api/v3"
OURS = [model for model in get_page_models() if model is not Page]


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


def test_a_picture_has_its_words_and_its_credit(client, home_page):
    image = ImageFactory(description="Candles in a row", credit="Kim")
    answer = client.get(f"{API}/images/{image.pk}/").json()

    assert answer["description"] == "Candles in a row"
    assert answer["credit"] == "Kim"


def test_posts_are_found_by_tag_and_in_any_order(titles, blog):
    for title, date in {"Old": "2020-01-01", "New": "2024-01-01"}.items():
        BlogPageFactory(parent=blog, title=title, date=date, tags=["편지"])
    BlogPageFactory(parent=blog, title="Other")
    found = "pages/?type=blog.BlogPage&tags=편지&order="

    assert titles(found + "date") == ["Old", "New"]
    assert titles(found + "-date") == ["New", "Old"]


def test_a_page_is_found_by_its_address(client, blog):
    post = BlogPageFactory(parent=blog, slug="편지")
    response = client.get(f"{API}/pages/find/?html_path=/blog/편지/")

    assert response["Location"].startswith(f"{API}/pages/{post.pk}/")


def test_the_reference_asks_no_other_host(client, db):
    page = client.get(f"{API}/docs/").text

    assert "openapi.json" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)

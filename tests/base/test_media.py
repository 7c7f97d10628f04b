"""Pictures and documents as they are sent."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from tests.factories import (
    DocumentFactory,
    ImageFactory,
)
from tests.hidden import restricted_collection


@pytest.fixture
def rendition(home_page):
    image = ImageFactory()
    image.make_rendition("width-8|format-webp")
    return image.get_rendition("width-8|format-webp")


def test_a_picture_is_served_and_may_be_kept(client, rendition):
    response = client.get(rendition.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert b"".join(response.streaming_content) == rendition.file.read()
    assert response["Cache-Control"] == "public, max-age=2592000"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_picture_that_did_not_change_is_not_sent_again(client, rendition):
    first = client.get(rendition.url)
    kept = {"if-modified-since": first["Last-Modified"]}

    assert client.get(rendition.url, headers=kept).status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/media/{file}",
        "/media/images/../{file}",
        "/media/images/%2e%2e/{file}",
        "/media/images/..%2f{file}",
        "/media/images//..//{file}",
        "/media/./{file}",
        "/media//{file}",
        "/media/original_images/x/../../{file}",
        "/media/images/../../{folder}/{file}",
    ],
)
def test_no_address_below_media_leads_to_a_document(client, db, address):
    file = DocumentFactory().file
    address = address.format(file=file.name, folder=Path(default_storage.path("")).name)

    assert default_storage.exists(file.name)
    assert client.get(address).status_code == 404


def test_no_address_below_media_leads_out_of_it(client, db):
    for address in ["/media/images/../../tests.sqlite3", "/media/images/%2fetc/passwd"]:
        assert client.get(address).status_code == 404


def test_a_document_is_sent_to_be_saved(client, home_page):
    response = client.get(DocumentFactory().url)

    assert b"".join(response.streaming_content) == b"What we found."
    assert response["Content-Disposition"].startswith("attachment")


def test_a_document_of_a_restricted_collection_asks_to_sign_in(client, home_page):
    document = DocumentFactory(collection=restricted_collection())
    response = client.get(document.url)

    assert response.status_code == 302
    assert response["Location"].startswith("/_util/login/")

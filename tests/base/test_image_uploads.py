"""Wherever a picture comes in, nothing is kept of where and with what it was taken."""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.api.v3.urls import api  # noqa: F401 - loads the routers
from wagtail.models import APIToken, UploadedFile

from base.images.models import purge_unfinished_uploads
from base.models import Image

TELLTALE = b"Phone of Kim"
MAKE, ORIENTATION, ROTATED = 0x010F, 0x0112, 6


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def photograph():
    """A JPEG of 40 × 20 pixels, to be shown upright, that names its camera."""
    exif = Pillow.Exif()
    exif[MAKE] = TELLTALE.decode()
    exif[ORIENTATION] = ROTATED
    content = BytesIO()
    Pillow.new("RGB", (40, 20), "red").save(content, "JPEG", exif=exif)
    assert TELLTALE in content.getvalue()
    return content.getvalue()


def kept_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def upload(content):
    return SimpleUploadedFile("photo.jpg", content, "image/jpeg")


def test_a_picture_saved_by_code_tells_nothing(db, photograph, media_folder):
    Image.objects.create(
        title="March", description="A march", file=ContentFile(photograph, "photo.jpg")
    )

    assert kept_in(media_folder) != b""
    assert TELLTALE not in kept_in(media_folder)


def test_a_picture_uploaded_in_the_cms_tells_nothing(
    sign_in, editor, photograph, media_folder
):
    sign_in(editor).post(
        reverse("wagtailimages:add"),
        {"title": "March", "description": "A march", "file": upload(photograph)},
    )

    assert Image.objects.get().title == "March"
    assert TELLTALE not in kept_in(media_folder)


def test_several_pictures_at_once_tell_nothing_even_before_they_are_described(
    sign_in, editor, photograph, media_folder
):
    sign_in(editor).post(
        reverse("wagtailimages:add_multiple"),
        {"title": "March", "files[]": upload(photograph)},
    )

    assert UploadedFile.objects.get().file.name.endswith(".jpg")
    assert TELLTALE not in kept_in(media_folder)


def test_a_picture_uploaded_through_the_api_tells_nothing(
    client, editor, photograph, media_folder
):
    _, token = APIToken.create_token(user=editor, name="test")

    response = client.post(
        "/api/v3/images/",
        {"title": "March", "description": "A march", "file": upload(photograph)},
        headers={"authorization": f"Bearer {token}"},
    )

    assert response.status_code == 201, response.content
    assert TELLTALE not in kept_in(media_folder)


def test_size_and_hash_are_those_of_the_picture_that_is_kept(db, photograph):
    picture = Image.objects.create(
        title="March", description="A march", file=ContentFile(photograph, "photo.jpg")
    )

    assert (picture.width, picture.height) == (20, 40)
    assert picture.file_size == picture.file.size
    assert picture.file_hash


def test_a_second_save_does_not_write_the_picture_anew(db, photograph):
    picture = Image.objects.create(
        title="March", description="A march", file=ContentFile(photograph, "photo.jpg")
    )
    name = picture.file.name

    picture.title = "Another title"
    picture.save()

    assert picture.file.name == name


def test_a_broken_picture_is_refused_with_a_sentence_in_the_cms(
    sign_in, editor, photograph
):
    response = sign_in(editor).post(
        reverse("wagtailimages:add"),
        {
            "title": "March",
            "description": "A march",
            "file": upload(photograph[:-20]),
        },
    )

    assert "could not be read as a picture" in response.content.decode()
    assert not Image.objects.exists()


@pytest.mark.parametrize("address", ["wagtailimages:add", "wagtailimages:add_multiple"])
def test_the_upload_says_that_animations_do_not_move(sign_in, editor, address):
    page = sign_in(editor).get(reverse(address)).content.decode()

    assert "An animation doesn&#x27;t move on pages" in page


def test_the_picture_dialog_says_that_animations_do_not_move(sign_in, editor):
    dialog = sign_in(editor).get(reverse("wagtailimages_chooser:choose")).json()

    assert "An animation doesn&#x27;t move on pages" in dialog["html"]


@pytest.mark.parametrize(("days", "kept"), [(0, True), (2, False)])
def test_an_upload_that_nobody_describes_is_kept_for_a_day(
    sign_in, editor, photograph, media_folder, days, kept
):
    sign_in(editor).post(
        reverse("wagtailimages:add_multiple"),
        {"title": "March", "files[]": upload(photograph)},
    )
    path = Path(UploadedFile.objects.get().file.path)
    changed = time.time() - days * 24 * 3600
    os.utime(path, (changed, changed))

    purge_unfinished_uploads()

    assert (path.exists(), UploadedFile.objects.exists()) == (kept, kept)


def test_a_picture_without_a_description_is_refused(sign_in, editor, photograph):
    sign_in(editor).post(
        reverse("wagtailimages:add"), {"title": "March", "file": upload(photograph)}
    )

    assert not Image.objects.exists()


def test_a_photograph_cannot_be_kept_as_a_document(sign_in, editor, photograph):
    response = sign_in(editor).post(
        reverse("wagtaildocs:add"), {"title": "March", "file": upload(photograph)}
    )

    assert response.status_code == 200
    assert "jpg" not in settings.WAGTAILDOCS_EXTENSIONS

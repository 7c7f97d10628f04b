"""Renditions are made by the worker, and no page fails without them."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse
from PIL import Image as Pillow

from base.images.requests import make_due
from base.models import Image, Rendition, RenditionRequest
from tests.factories import ImageFactory

PNG = {"extension": "png", "format": "PNG"}
WIDE = [f"format-{kind}|width-{w}" for kind in ("avif", "webp", "jpeg") for w in (4, 8)]


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def due():
    return list(RenditionRequest.objects.values_list("filter_spec", flat=True))


# --- Nothing is made by who asks


def test_asking_makes_no_rendition_but_has_the_worker_make_it(db):
    image = ImageFactory(small_renditions=False)

    image.get_renditions(*WIDE)

    assert not Rendition.objects.exists()
    assert sorted(due()) == sorted(WIDE)


def test_what_many_ask_for_is_made_once(db, media_folder):
    image = ImageFactory(small_renditions=False)
    for _ in range(3):
        Image.objects.get().get_renditions(*WIDE)
    assert len(due()) == len(WIDE)

    make_due()

    assert due() == []
    assert len(files_in(media_folder / "images")) == len(WIDE)
    assert list(image.get_renditions(*WIDE)) == WIDE


def test_jpeg_is_made_first(db, monkeypatch):
    ImageFactory(small_renditions=False).get_renditions(*WIDE)
    ImageFactory(small_renditions=False).get_renditions(*WIDE)
    made = []
    monkeypatch.setattr(Image, "make_rendition", lambda image, spec: made.append(spec))

    make_due()

    assert [spec[7:11] for spec in made] == ["jpeg"] * 4 + ["webp"] * 4 + ["avif"] * 4


def test_until_they_are_made_the_nearest_is_shown(db):
    image = ImageFactory(small_renditions=False)
    image.make_rendition("format-jpeg|width-4")
    image.make_rendition("format-jpeg|width-12")

    shown = image.get_rendition("format-avif|width-10")

    assert shown.filter_spec == "format-jpeg|width-12"


def test_of_several_those_that_are_there_are_shown(db):
    image = ImageFactory(small_renditions=False)
    image.make_rendition(WIDE[4])

    assert list(image.get_renditions(*WIDE)) == [WIDE[4]]


def test_without_any_there_is_a_place_of_the_same_size(db):
    shown = ImageFactory(small_renditions=False).get_rendition("fill-8x2")

    assert (shown.width, shown.height) == (8, 2)
    assert shown.url.endswith(".svg")


def test_the_original_is_the_file_that_was_uploaded(db, media_folder):
    image = ImageFactory(small_renditions=False)

    assert image.get_rendition("original").url == image.file.url
    assert due() == []


# --- An upload


def test_an_upload_has_the_small_ones_at_once(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = ImageFactory(small_renditions=False)

    assert image.get_rendition("max-165x165").file
    assert image.get_rendition("format-jpeg|width-480").file
    assert due() == []


def test_a_picture_whose_small_ones_fail_is_stored(
    db, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def fail(image, spec):
        raise OSError("disk full")

    monkeypatch.setattr(Image, "make_rendition", fail)
    with django_capture_on_commit_callbacks(execute=True):
        ImageFactory(small_renditions=False)

    assert Image.objects.exists()
    assert "disk full" in caplog.text


# --- What fails


def test_a_failure_is_logged_once_and_tried_again_later(db, caplog):
    image = ImageFactory(small_renditions=False)
    Path(image.file.path).unlink()
    image.get_renditions("width-4")

    make_due()
    make_due()
    RenditionRequest.objects.update(due_at="2020-01-01T00:00Z")
    make_due()

    assert caplog.text.count("could not be made") == 1
    assert RenditionRequest.objects.get().tries == 2


def test_a_failure_does_not_keep_others_from_being_made(db):
    gone, image = (
        ImageFactory(small_renditions=False),
        ImageFactory(small_renditions=False),
    )
    Path(gone.file.path).unlink()
    gone.get_renditions("width-4")
    image.get_renditions("width-4")

    make_due()

    assert Rendition.objects.get().image == image


def test_a_rendition_that_ends_the_process_is_not_the_first_after_it(db, monkeypatch):
    bad, good = (
        ImageFactory(small_renditions=False),
        ImageFactory(small_renditions=False),
    )
    bad.get_renditions("width-4")
    good.get_renditions("width-4")

    def crash(image, spec):
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(Image, "make_rendition", crash)
        make_due()
    make_due()

    assert Rendition.objects.get().image == good


def test_what_cannot_be_asked_for_is_logged_and_shown_without(db, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise DatabaseError("database is locked")

    image = ImageFactory(small_renditions=False)
    with monkeypatch.context() as patch:
        patch.setattr(RenditionRequest.objects, "bulk_create", fail)
        shown = image.get_rendition("width-4")

    assert shown.width == 4
    assert "cannot be asked for" in caplog.text


# --- What is replaced or deleted


def test_a_deleted_picture_leaves_no_file(
    db, media_folder, django_capture_on_commit_callbacks
):
    image = ImageFactory(small_renditions=False)
    image.make_rendition("width-4")
    image.get_rendition("width-8")

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert files_in(media_folder) == []
    assert due() == []


@pytest.mark.parametrize("by", ["form", "code"])
def test_a_replaced_file_leaves_nothing_and_its_renditions_are_made_anew(
    db, by, media_folder, sign_in, editor, django_capture_on_commit_callbacks
):
    image = ImageFactory(small_renditions=False)
    image.make_rendition("width-4")
    content = BytesIO()
    Pillow.new("RGB", (30, 20), "red").save(content, "PNG")

    with django_capture_on_commit_callbacks(execute=True):
        if by == "form":
            sign_in(editor).post(
                reverse("wagtailimages:edit", args=[image.pk]),
                {
                    "title": "New",
                    "description": "Red",
                    "file": SimpleUploadedFile("red.png", content.getvalue()),
                },
            )
        else:
            image.file = ContentFile(content.getvalue(), "red.png")
            image.save()
    make_due()

    image = Image.objects.get()
    assert image.width == 30
    assert files_in(media_folder / "original_images") == ["red.png"]
    assert files_in(media_folder / "images") == [
        "red.format-jpeg.width-480.jpg",
        "red.max-165x165.png",
        "red.width-4.png",
    ]


@pytest.mark.parametrize("change", ["deleted", "replaced"])
def test_a_picture_that_changes_while_its_rendition_is_made_gets_no_file(
    db, change, media_folder, monkeypatch
):
    image = ImageFactory(small_renditions=False)
    generate = Image.generate_rendition_file

    def change_meanwhile(self, *args, **kwargs):
        made = generate(self, *args, **kwargs)
        images = Image.objects.filter(pk=image.pk)
        images.delete() if change == "deleted" else images.update(file="other.png")
        return made

    monkeypatch.setattr(Image, "generate_rendition_file", change_meanwhile)
    image.make_rendition("width-4")

    assert not Rendition.objects.exists()
    assert (
        not (media_folder / "images").exists()
        or files_in(media_folder / "images") == []
    )

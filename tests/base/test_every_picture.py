"""Whatever can be uploaded is shown: pictures of every format and mode, and broken ones."""

from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from PIL import Image as Pillow

from base.images.requests import make_due
from base.models import Image, Rendition, RenditionRequest
from tests.base.pictures import EXTENSIONS, file_of
from tests.factories import BlogPageFactory, ImageFactory, embed, gallery, picture

MODES = [
    "1",
    "L",
    "P",
    "RGB",
    "RGBA",
    "CMYK",
    "YCbCr",
    "LAB",
    "HSV",
    "I",
    "F",
    "LA",
    "PA",
    "RGBX",
    "RGBa",
    "La",
    "I;16",
    "I;16L",
    "I;16B",
    "I;16N",
]


def writable():
    """Each format with the modes that Pillow writes in it."""
    for image_format in EXTENSIONS:
        for mode in MODES:
            try:
                content = file_of(Pillow.new(mode, (64, 48)), image_format)
            except (OSError, KeyError, ValueError, SystemError):
                continue
            yield pytest.param(image_format, content, id=f"{image_format}-{mode}")


CORPUS = list(writable())


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def post_with(blog):
    """`post_with(image)` is a post that shows the picture wherever a post can."""

    def post_with(image):
        return BlogPageFactory(
            parent=blog,
            cover=image,
            body=[picture(image), gallery(image, image), embed(image=image)],
        )

    return post_with


@pytest.fixture
def statuses(client):
    """`statuses(post)`: what all that shows pictures of it answers."""

    def statuses(post):
        caches["renditions"].clear()
        addresses = [
            post.url,
            "/",
            "/blog/",
            "/blog/2024/",
            "/blog/feed/",
            f"/api/v3/pages/{post.pk}/",
            "/api/v3/posts/",
        ]
        return {address: client.get(address).status_code for address in addresses}

    return statuses


def stored_as_it_is(image, content, extension):
    """`image` as it was uploaded before uploads were changed."""
    name = image.file.storage.save(
        f"original_images/old.{extension}", ContentFile(content)
    )
    Image.objects.filter(pk=image.pk).update(file=name)
    Rendition.objects.all().delete()
    caches["renditions"].clear()
    return Image.objects.get(pk=image.pk)


def test_the_corpus_has_every_format_and_deep_grey():
    ids = {case.id for case in CORPUS}

    assert {name.partition("-")[0] for name in ids} == set(EXTENSIONS)
    assert {"PNG-I;16", "HEIF-I;16", "PNG-1", "PNG-LA", "JPEG-CMYK"} <= ids


@pytest.mark.parametrize(("image_format", "content"), CORPUS)
def test_every_picture_has_all_its_renditions(db, image_format, content):
    image = Image(title="Candle", description="A candle")
    image.file = ContentFile(content, f"candle.{EXTENSIONS[image_format]}")
    image.save()

    for kind in ("avif", "webp", "jpeg", "png"):
        image.make_rendition(f"format-{kind}|fill-8x6")
    image.make_rendition("max-165x165")

    assert image.renditions.count() == 5


@pytest.mark.parametrize(("image_format", "content"), CORPUS)
def test_every_picture_that_was_stored_as_it_is_has_all_its_renditions(
    db, image_format, content
):
    image = ImageFactory(small_renditions=False)
    image = stored_as_it_is(image, content, EXTENSIONS[image_format])

    for kind in ("avif", "webp", "jpeg", "png"):
        image.make_rendition(f"format-{kind}|fill-8x6")
    image.make_rendition("max-165x165")

    assert image.renditions.count() == 5


@pytest.mark.parametrize("when", ["uploaded now", "stored before"])
def test_grey_of_16_bits_is_shown_everywhere(post_with, statuses, when):
    content = file_of(Pillow.new("I;16", (64, 48), 40_000), "PNG")
    if when == "stored before":
        image = stored_as_it_is(ImageFactory(), content, "png")
    else:
        image = ImageFactory(file=ContentFile(content, "grey.png"))
    post = post_with(image)

    assert set(statuses(post).values()) == {200}
    make_due()

    assert set(statuses(post).values()) == {200}
    assert not RenditionRequest.objects.exists()
    [shade] = (
        Pillow.open(image.renditions.get(filter_spec="format-jpeg|width-480").file)
        .convert("L")
        .getextrema()[:1]
    )
    assert abs(shade - 40_000 // 256) <= 2


BROKEN = {
    "missing": None,
    "empty": b"",
    "no picture": b"<html>",
    "half": file_of(Pillow.effect_noise((64, 48), 99), "PNG")[:-1500],
    "too many pixels": file_of(Pillow.new("1", (13_500, 13_500)), "PNG"),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_picture_breaks_nothing_that_shows_it(
    post_with, statuses, content, caplog, sign_in, editor
):
    image = stored_as_it_is(ImageFactory(), content or b"", "png")
    if content is None:
        Path(image.file.path).unlink()
    post = post_with(image)

    assert set(statuses(post).values()) == {200}
    make_due()
    assert (
        caplog.text.count("could not be made") == RenditionRequest.objects.count() > 0
    )

    assert set(statuses(post).values()) == {200}
    browser = sign_in(editor)
    for address in (
        "/cms/images/",
        f"/cms/pages/{post.pk}/edit/",
        "/cms/images/chooser/",
    ):
        assert browser.get(address).status_code == 200


def test_a_picture_that_cannot_be_shown_is_not_shared(client, post_with):
    image = stored_as_it_is(ImageFactory(), b"", "png")

    page = client.get(post_with(image).url).text

    assert "img/share.png" in page

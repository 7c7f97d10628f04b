"""Uploads lose everything that tells where, when, with what or by whom they were taken."""

import struct
import zlib
from io import BytesIO

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile
from PIL.ExifTags import GPS, IFD

from base.images.forms import PictureField
from base.images.metadata import check_size
from tests.base.pictures import (
    EXTENSIONS,
    OWNER_IN_PROFILE,
    TRACES,
    WITH_EXIF,
    all_that_can_be_read,
    assert_refused,
    chunk,
    cleaned,
    display_p3,
    file_of,
    opened,
    photograph,
    picture_with_marked_corner,
    png_with_metadata,
    with_metadata,
)

EVERY_TRACE = [
    pytest.param(image_format, trace, id=f"{image_format}-{name}")
    for image_format, traces in TRACES.items()
    for name, trace in traces.items()
]


# --- What goes


@pytest.mark.parametrize(("image_format", "trace"), EVERY_TRACE)
def test_no_trace_is_left(image_format, trace):
    original = with_metadata(image_format)
    assert trace in all_that_can_be_read(original)

    assert trace not in all_that_can_be_read(cleaned(original))


@pytest.mark.parametrize("image_format", WITH_EXIF)
def test_a_profile_does_not_tell_whose_it_is(image_format):
    picture = picture_with_marked_corner()
    original = file_of(picture, image_format, icc_profile=display_p3())
    assert OWNER_IN_PROFILE in all_that_can_be_read(original)

    assert OWNER_IN_PROFILE not in all_that_can_be_read(cleaned(original))
    assert "icc_profile" not in opened(cleaned(original)).info


@pytest.mark.parametrize("image_format", WITH_EXIF)
def test_gps_position_is_gone(image_format):
    original = with_metadata(image_format)
    assert opened(original).getexif().get_ifd(IFD.GPSInfo)[GPS.GPSLatitude][0] == 37

    assert not opened(cleaned(original)).getexif()
    assert not opened(cleaned(original)).getexif().get_ifd(IFD.GPSInfo)


@pytest.mark.parametrize("image_format", EXTENSIONS)
def test_pillow_finds_nothing_but_how_to_show_the_picture(image_format):
    info = opened(cleaned(with_metadata(image_format))).info

    assert {name for name, value in info.items() if value} <= {
        *("jfif", "jfif_version", "jfif_density", "version", "duration", "loop"),
        *("background", "timestamp", "primary", "bit_depth", "chroma", "nclx_profile"),
    }


def test_a_png_has_only_the_chunks_that_make_the_picture():
    names = set(chunk_names(cleaned(png_with_metadata())))

    assert names == {b"IHDR", b"IDAT", b"IEND"}


def chunk_names(png):
    start = 8
    while start < len(png):
        length, name = struct.unpack_from(">L4s", png, start)
        yield name
        start += length + 12


def test_the_second_picture_in_a_jpeg_is_gone():
    second = Image.new("RGB", (96, 64))
    second.encoderinfo = {"comment": b"TELLTALE second"}
    first = picture_with_marked_corner()
    original = file_of(first, "MPO", save_all=True, append_images=[second])
    assert b"TELLTALE second" in original
    assert b"MPF" in original

    content = cleaned(original)

    assert b"TELLTALE second" not in content
    assert b"MPF" not in content
    assert opened(content).format == "JPEG"


def test_only_the_main_picture_of_a_heic_is_kept():
    original = pillow_heif.HeifFile()
    original.add_from_pillow(Image.new("RGB", (48, 48), "blue"))
    main = original.add_from_pillow(picture_with_marked_corner())
    main.info["thumbnails"] = [32]
    output = BytesIO()
    original.save(output, primary_index=1)
    assert len(pillow_heif.open_heif(output)) == 2
    assert pillow_heif.open_heif(output).info["thumbnails"] == [32]

    result = pillow_heif.open_heif(cleaned(output.getvalue()))

    assert [image.size for image in result] == [(96, 64)]
    assert result.info["thumbnails"] == []
    assert result.info["depth_images"] == []
    assert result.info["aux"] == {}
    assert result.info["metadata"] == []


# --- What is refused


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg/>", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused_kindly(content):
    message = assert_refused(content, "invalid_image")

    assert message.startswith("This file could not be read as a picture.")
    assert "Please" in message


@pytest.mark.parametrize("image_format", EXTENSIONS)
def test_half_a_picture_is_refused(image_format):
    content = file_of(photograph(), image_format)

    assert_refused(content[: len(content) // 2], "invalid_image")


@pytest.mark.parametrize("image_format", ["BMP", "TIFF", "ICO"])
def test_other_formats_are_refused(image_format):
    assert_refused(file_of(photograph(), image_format), "invalid_image")


def test_a_small_file_with_a_huge_picture_is_refused():
    header = chunk(b"IHDR", struct.pack(">LL5B", 30_000, 30_000, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
    content = b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")

    message = assert_refused(content, "too_many_pixels")

    assert message.startswith("This picture has more than the 89 million pixels")


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch):
    upload = SimpleUploadedFile("big.png", file_of(Image.new("1", (9500, 9500)), "PNG"))
    monkeypatch.setattr(ImageFile.ImageFile, "load", pytest.fail)

    with pytest.raises(ValidationError) as refusal:
        PictureField().to_python(upload)

    assert refusal.value.code == "too_many_pixels"


def test_a_picture_is_not_decoded_to_learn_its_size(monkeypatch):
    content = file_of(photograph(), "PNG")
    monkeypatch.setattr(ImageFile.ImageFile, "load", pytest.fail)

    check_size(BytesIO(content))


def test_a_picture_that_needs_more_memory_than_there_is_is_refused(monkeypatch):
    def run_out_of_memory(frame):
        raise MemoryError

    monkeypatch.setattr("base.images.metadata._clean", run_out_of_memory)

    assert_refused(with_metadata("JPEG"), "invalid_image")


def test_what_was_made_transparent_cannot_be_brought_back():
    erased = Image.new("RGBA", (8, 8), (10, 20, 30, 0))
    erased.putpixel((0, 0), (200, 100, 50, 128))

    kept = opened(cleaned(file_of(erased, "PNG")))

    assert kept.getpixel((0, 0)) == (200, 100, 50, 128)
    assert kept.getpixel((4, 4)) == (0, 0, 0, 0)

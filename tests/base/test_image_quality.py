"""What of a picture stays when its metadata is removed."""

from io import BytesIO

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from base.images.metadata import strip_metadata
from tests.base.pictures import (
    EXTENSIONS,
    LOSSY,
    WITH_EXIF,
    cleaned,
    decibels,
    display_p3,
    exif,
    file_of,
    grey_profile,
    is_close,
    noise,
    opened,
    photograph,
    picture_with_marked_corner,
    png_with_metadata,
    with_metadata,
)


@pytest.mark.parametrize(("image_format", "extension"), EXTENSIONS.items())
def test_name_and_format_stay(image_format, extension):
    name = f"Vigil in Seoul.{extension}"
    upload = SimpleUploadedFile(name, with_metadata(image_format))

    result = strip_metadata(upload)

    assert result.name == name
    assert Image.open(result).format == image_format


def test_an_upload_that_was_read_before_is_read_from_its_start():
    upload = SimpleUploadedFile("picture.png", png_with_metadata())
    upload.read()

    assert Image.open(strip_metadata(upload)).format == "PNG"


@pytest.mark.parametrize("image_format", WITH_EXIF)
def test_the_picture_stands_upright_without_its_orientation(image_format):
    picture = picture_with_marked_corner()
    original = file_of(picture, image_format, exif=exif())

    result = opened(cleaned(original)).convert("RGB")

    assert result.size == (64, 96)
    assert is_close(result.getpixel((60, 4)), (255, 0, 0))
    assert is_close(result.getpixel((4, 4)), (0, 128, 0))


@pytest.mark.parametrize("image_format", WITH_EXIF)
def test_display_p3_becomes_srgb(image_format):
    red_of_srgb_in_p3 = (234, 51, 35)
    picture = Image.new("RGB", (96, 64), red_of_srgb_in_p3)
    original = file_of(picture, image_format, icc_profile=display_p3())

    result = opened(cleaned(original))

    assert is_close(result.getpixel((40, 40)), (255, 0, 0))


def test_display_p3_becomes_srgb_behind_a_palette_and_transparency():
    picture = Image.new("P", (96, 64), 1)
    picture.putpalette([0, 0, 0, 234, 51, 35])
    picture.paste(0, (0, 0, 32, 32))
    original = file_of(picture, "PNG", icc_profile=display_p3(), transparency=0)

    result = opened(cleaned(original)).convert("RGBA")

    assert is_close(result.getpixel((40, 40)), (255, 0, 0, 255))
    assert result.getpixel((0, 0))[3] == 0


def test_a_grey_profile_is_translated_and_the_picture_stays_grey():
    picture = Image.new("L", (96, 64), 128)

    result = opened(cleaned(file_of(picture, "PNG", icc_profile=grey_profile())))

    assert result.mode == "L"
    assert 95 <= result.getpixel((0, 0)) <= 105


def test_a_profile_for_another_kind_of_picture_is_ignored():
    picture = Image.new("L", (96, 64), 128)

    result = opened(cleaned(file_of(picture, "JPEG", icc_profile=display_p3())))

    assert result.mode == "L"
    assert result.getpixel((0, 0)) == 128


@pytest.mark.parametrize("image_format", ["PNG", "GIF", "WEBP", "AVIF", "HEIF"])
def test_transparency_stays(image_format):
    picture = picture_with_marked_corner("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 32, 32))

    result = opened(cleaned(file_of(picture, image_format))).convert("RGBA")

    assert result.getpixel((4, 4))[3] == 0
    assert result.getpixel((60, 4))[3] == 255


@pytest.mark.parametrize("mode", ["L", "P", "RGB", "RGBA"])
def test_a_png_keeps_every_pixel_and_its_mode(mode):
    picture = photograph().convert(mode)

    result = opened(cleaned(file_of(picture, "PNG")))

    assert result.mode == mode
    assert result.tobytes() == picture.tobytes()


@pytest.mark.parametrize(("mode", "stored"), [("1", "L"), ("LA", "RGBA")])
def test_a_png_of_another_mode_keeps_every_pixel(mode, stored):
    picture = photograph().convert(mode)

    result = opened(cleaned(file_of(picture, "PNG")))

    assert result.mode == stored
    assert result.tobytes() == picture.convert(stored).tobytes()


def test_grey_of_16_bits_keeps_its_shades():
    shades = range(0, 65536, 257)
    deep = Image.new("I;16", (256, 1))
    deep.putdata(list(shades))

    result = opened(cleaned(file_of(deep, "PNG")))

    assert result.mode == "L"
    assert result.tobytes() == bytes(range(256))


def test_a_lossless_webp_keeps_every_pixel():
    original = file_of(photograph(), "WEBP", lossless=True, exif=exif())

    result = opened(cleaned(original))

    assert result.tobytes() == photograph().rotate(-90, expand=True).tobytes()


@pytest.mark.parametrize("image_format", LOSSY)
def test_nobody_sees_that_a_photograph_was_encode_anew(image_format):
    original = file_of(photograph(), image_format)

    result = opened(cleaned(original))

    assert decibels(result, opened(original)) > 40


def test_a_cmyk_jpeg_becomes_one_that_browsers_show():
    original = file_of(picture_with_marked_corner().convert("CMYK"), "JPEG")

    result = opened(cleaned(original))

    assert result.mode == "RGB"
    assert is_close(result.getpixel((4, 4)), (255, 0, 0))


def test_a_grey_jpeg_stays_grey():
    original = file_of(photograph().convert("L"), "JPEG")

    assert opened(cleaned(original)).mode == "L"


def test_a_jpeg_of_nothing_but_noise_is_accepted():
    original = file_of(noise(), "JPEG", quality=100, subsampling="4:4:4")

    assert opened(cleaned(original)).size == (256, 256)


def test_a_heic_of_ten_bits_is_accepted():
    ten_bits = pillow_heif.from_bytes("RGB;16", (96, 64), b"\xff\x7f" * (96 * 64 * 3))
    output = BytesIO()
    ten_bits.save(output)
    assert pillow_heif.open_heif(output).info["bit_depth"] == 10

    result = opened(cleaned(output.getvalue()))

    assert is_close(result.getpixel((40, 40)), (127, 127, 127))


@pytest.mark.parametrize("image_format", ["AVIF", "HEIF"])
def test_avif_and_heic_are_told_apart_where_both_begin_as_mif1(image_format):
    content = file_of(picture_with_marked_corner(), image_format)

    result = cleaned(content[:8] + b"mif1" + content[12:])

    assert opened(result).format == image_format


@pytest.mark.parametrize("image_format", EXTENSIONS)
def test_the_same_upload_gives_the_same_file(image_format):
    original = with_metadata(image_format)

    assert cleaned(original) == cleaned(original)

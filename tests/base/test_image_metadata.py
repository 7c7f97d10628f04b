"""Uploads lose everything that tells where, when, with what or by whom they were taken."""

import struct
import zlib
from io import BytesIO

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD

from base.images.metadata import strip_metadata

from .pictures import (
    ANIMATED,
    EXTENSIONS,
    LOSSY,
    OWNER_IN_PROFILE,
    TRACES,
    WITH_EXIF,
    all_that_can_be_read,
    animation,
    chunk,
    decibels,
    display_p3,
    exif,
    file_of,
    frames_of,
    grey_profile,
    is_close,
    noise,
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


def cleaned(content, name="picture"):
    return strip_metadata(SimpleUploadedFile(name, content)).read()


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


def test_the_picture_that_only_old_viewers_show_is_gone_from_an_animated_png():
    original = animation("PNG", default_image=True)
    assert opened(original).default_image
    assert opened(original).getpixel((0, 0)) == (255, 0, 0)

    content = cleaned(original)

    assert [frame.getpixel((0, 0)) for frame in frames_of(content)] == [
        (0, 128, 0),
        (0, 0, 255),
        (255, 255, 255),
    ]


@pytest.mark.parametrize("box", [b"mvhd", b"tkhd", b"mdhd"])
def test_an_animated_avif_does_not_tell_when_it_was_uploaded(box):
    def times(content):
        start = content.index(box) + 8
        return content[start : start + 16]

    assert times(animation("AVIF")) != bytes(16)

    assert times(cleaned(animation("AVIF"))) == bytes(16)


# --- What stays


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


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_keeps_every_pixel_and_its_mode(mode):
    picture = photograph().convert("L" if mode == "I;16" else "RGB").convert(mode)

    result = opened(cleaned(file_of(picture, "PNG")))

    assert result.mode == mode
    assert result.tobytes() == picture.tobytes()


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


# --- Animations


@pytest.mark.parametrize("image_format", ANIMATED)
def test_an_animation_keeps_its_frames(image_format):
    frames = frames_of(cleaned(animation(image_format)))

    seen = [frame.convert("RGB").getpixel((40, 40)) for frame in frames]
    expected = [(255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)]
    assert len(seen) == 4
    assert all(map(is_close, seen, expected))


@pytest.mark.parametrize("image_format", ANIMATED)
def test_an_animation_keeps_its_pace(image_format):
    frames = frames_of(cleaned(animation(image_format)))

    assert [frame.info["duration"] for frame in frames] == [100, 200, 50, 80]


# Pillow can neither read nor write how often an AVIF is to be played.
@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_played_as_often_as_before(image_format):
    assert opened(cleaned(animation(image_format))).info["loop"] == 3


def test_a_gif_that_is_played_once_is_not_repeated():
    assert "loop" not in opened(cleaned(animation("GIF", loop=None))).info


@pytest.mark.parametrize("image_format", ["PNG", "WEBP", "AVIF"])
def test_no_frame_of_an_animation_keeps_a_trace(image_format):
    # Pillow 13.0 crashes when it writes a turned AVIF animation, hence the orientation.
    original = animation(image_format, exif=exif(orientation=1))
    assert b"TELLTALE" in original

    assert b"TELLTALE" not in cleaned(original)


def test_a_transparent_gif_does_not_smear():
    steps = []
    for left in (0, 30, 60):
        step = Image.new("RGBA", (96, 64))
        ImageDraw.Draw(step).rectangle((left, 0, left + 20, 20), fill="red")
        steps.append(step)
    options = {"save_all": True, "append_images": steps[1:], "disposal": 2}

    content = cleaned(file_of(steps[0], "GIF", **options))

    last = list(frames_of(content))[-1].convert("RGBA")
    assert last.getpixel((10, 10))[3] == 0
    assert last.getpixel((70, 10)) == (255, 0, 0, 255)


# --- What is refused


def assert_refused(content, code):
    with pytest.raises(ValidationError) as refusal:
        cleaned(content)
    assert refusal.value.code == code
    return refusal.value.messages[0]


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg/>", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused_kindly(content):
    message = assert_refused(content, "invalid_image")

    assert message.startswith("This file could not be read as a picture.")
    assert "Please" in message


@pytest.mark.parametrize("image_format", EXTENSIONS)
def test_half_a_picture_is_refused(image_format):
    content = file_of(photograph(), image_format)

    assert_refused(content[: len(content) // 2], "invalid_image")


@pytest.mark.parametrize("image_format", ANIMATED)
def test_half_an_animation_is_refused(image_format):
    content = animation(image_format)

    assert_refused(content[: len(content) // 2], "invalid_image")


@pytest.mark.parametrize("image_format", ["BMP", "TIFF", "ICO"])
def test_other_formats_are_refused(image_format):
    assert_refused(file_of(photograph(), image_format), "invalid_image")


def test_a_small_file_with_a_huge_picture_is_refused():
    header = chunk(b"IHDR", struct.pack(">LL5B", 30_000, 30_000, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
    content = b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")

    message = assert_refused(content, "too_many_pixels")

    assert message.startswith("This picture has more pixels than we can handle.")


@pytest.mark.parametrize("image_format", ANIMATED)
def test_the_pixels_of_all_frames_count(image_format, monkeypatch):
    content = animation(image_format)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 3 * 96 * 64)

    assert_refused(content, "too_many_pixels")


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

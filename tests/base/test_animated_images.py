"""Animations lose their metadata, and nothing else."""

import pytest
from PIL import Image, ImageDraw

from tests.base.pictures import (
    ANIMATED,
    animation,
    assert_refused,
    cleaned,
    exif,
    file_of,
    frames_of,
    is_close,
    opened,
)

# --- What goes


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


@pytest.mark.parametrize("image_format", ANIMATED)
def test_half_an_animation_is_refused(image_format):
    content = animation(image_format)

    assert_refused(content[: len(content) // 2], "invalid_image")


@pytest.mark.parametrize("image_format", ANIMATED)
def test_the_pixels_of_all_frames_count(image_format, monkeypatch):
    content = animation(image_format)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 3 * 96 * 64)

    assert_refused(content, "too_many_pixels")

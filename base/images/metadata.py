"""Strips metadata: where, when and with what a picture was taken can endanger people."""

import re
import warnings
from io import BytesIO
from itertools import islice
from typing import IO, Any

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from filetype.types.image import Heic
from PIL import Image, ImageCms, ImageOps, ImageSequence

# Pillow knows HEIC from this import on. Willow has the same one, so it happens once.
from pillow_heif import HeifImagePlugin  # noqa: F401


class Heix(Heic):
    """HEIC of more than 8 bits or without colours, by whose first brand Willow misses it."""

    def match(self, buf):
        return buf[4:12] == b"ftypheix"


filetype.add_type(Heix())

# AVIF before HEIF: both may begin with "mif1", and only the reader of AVIF looks further.
FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"]

# A viewer plays all pictures in a file of these formats. Of the others it shows the main one;
# what comes with it (a second lens, a burst, the light map of an HDR picture) is dropped.
ANIMATED_FORMATS = {"PNG", "GIF", "WEBP", "AVIF"}

# What this changes cannot be seen: on two photographs we measured a PSNR of 45 dB or more for
# JPEG, 41 for WebP and AVIF, 47 for HEIC, and eyes begin to notice below 40. JPEG gets the same
# tables each time, as those of the original tell the camera. AVIF and HEIC take five to eight
# times as long at their usual speeds. HEIC keeps its 4:2:0, as fewer devices decode 4:4:4.
ENCODER_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": "4:4:4"},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 95},
    "AVIF": {"quality": 90, "subsampling": "4:4:4", "speed": 9},
    "HEIF": {"quality": 75, "enc_params": {"preset": "ultrafast"}},
}

UNREADABLE = _(
    "This file could not be read as a picture. It may be damaged, or of a kind that we do "
    "not know. Please save it again as JPEG or PNG and upload that copy."
)
TOO_MANY_PIXELS = _(
    "This picture has more than the %(limit)s million pixels that we can handle. Please "
    "make it smaller, or shorter if it is an animation, and upload that copy."
)


class CleanImage(ContentFile):
    """A picture that has been through `strip_metadata`."""


def strip_metadata(upload: File) -> CleanImage:
    """Return the picture in the same format and name, written anew from nothing but its pixels.

    Raises ValidationError if it cannot be read.
    """
    content = upload.open().read()
    image_format, frames = _read(content)
    options = dict(ENCODER_OPTIONS[image_format])
    if image_format == "WEBP" and _is_lossless_webp(content):
        options["lossless"] = True
    return CleanImage(_encode(image_format, frames, options), name=upload.name)


def check_size(content: IO[bytes]) -> None:
    """Raise ValidationError if the header of the picture tells of too many pixels.

    Nothing is decoded: a file of some kilobytes can need more memory than there is.
    """
    try:
        with _open(content) as image:
            if image.width * image.height > max_pixels():
                raise _too_many_pixels()
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except OSError as error:
        raise ValidationError(UNREADABLE, code="invalid_image") from error


def max_pixels() -> int:
    """How many pixels a picture may have, in all its frames together."""
    return Image.MAX_IMAGE_PIXELS or 0


def _too_many_pixels():
    # Rounded down, so that what the sentence promises is true.
    limit = {"limit": max_pixels() // 1_000_000}
    return ValidationError(TOO_MANY_PIXELS, code="too_many_pixels", params=limit)


def _open(content):
    with warnings.catch_warnings():
        # Pillow warns from that number on, where we refuse.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(content, formats=FORMATS)


def _read(content):
    """Return the name of the format and the clean frames; a still picture has one."""
    try:
        with _open(BytesIO(content)) as image:
            image_format = "JPEG" if image.format == "MPO" else image.format
            return image_format, list(_clean_frames(image))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # A broken file can make its decoder raise anything, from EOFError to MemoryError.
        raise ValidationError(UNREADABLE, code="invalid_image") from error


def _clean_frames(image):
    pixels = 0
    for frame in _shown_frames(image):
        # Pillow checks every frame alone, but a small file can hold thousands of them.
        pixels += frame.width * frame.height
        if pixels > max_pixels():
            raise Image.DecompressionBombError
        yield _clean(frame)


def _shown_frames(image):
    if image.format not in ANIMATED_FORMATS:
        return [image]
    # An animated PNG may begin with another picture, which only very old viewers show.
    hidden = 1 if getattr(image, "default_image", False) else 0
    return islice(ImageSequence.Iterator(image), hidden, None)


def _clean(frame):
    """Return a copy that has nothing more than it needs to look like `frame`."""
    picture = _strip_hidden_colours(normalise(ImageOps.exif_transpose(frame)))
    # Pillow's writers save what they find in `info`, so nothing else may be left in it.
    kept = {"duration", "loop"} & frame.info.keys()
    if picture.mode == "P":
        kept |= {"transparency"} & frame.info.keys()
    picture.info = {name: frame.info[name] for name in kept}
    return picture


def _strip_hidden_colours(picture):
    """Return `picture` without what was made transparent in it, such as an erased face."""
    if picture.mode != "RGBA":
        return picture
    hidden = picture.getchannel("A").point(lambda alpha: 0 if alpha else 255)
    if hidden.getbbox():
        picture = picture.copy()
        picture.paste((0, 0, 0, 0), mask=hidden)
    return picture


# --- Colours

# What every writer takes: grey, colours, colours with transparency, and a palette.
MODES = {"L", "RGB", "RGBA", "P"}


def normalise(picture: Image.Image) -> Image.Image:
    """Return `picture` in 8 bits a channel, as one of MODES, in the colours of sRGB."""
    picture = _convert_to_srgb(_convert_to_8_bits(picture))
    if picture.mode != "P" and picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in MODES else picture.convert("RGB")


def _convert_to_8_bits(picture):
    if picture.mode == "1":
        # Pillow leaves a transparent colour in `info` as it was: black or white.
        return picture.convert("RGBA" if "transparency" in picture.info else "L")
    if picture.mode.startswith("I"):
        # What was 16 bits deep in the file. Pillow's own conversion cuts off what is brighter.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
        picture.info.pop("transparency", None)  # a number of 16 bits
    return picture.convert("L") if picture.mode == "F" else picture


def _convert_to_srgb(picture):
    """Return `picture` in the colours that browsers assume where there is no profile."""
    # A profile can name the device or its owner. Without it a Display P3 picture looks dull.
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            return _apply_profile(picture, profile)
        except ImageCms.PyCMSError:
            # Broken, or made for pictures of another kind: browsers ignore it too.
            pass
    return picture


def _apply_profile(picture, profile):
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    is_grey = picture.mode == "L" and mode == "RGB"
    if picture.mode == "P" or mode == "RGBA":
        picture = picture.convert(mode)
    srgb = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(
        picture, BytesIO(profile), srgb, outputMode=mode
    )
    return converted.convert("L") if is_grey else converted


def _is_lossless_webp(content):
    first_frame = re.search(rb"VP8[ L]", content)
    return first_frame is not None and first_frame.group() == b"VP8L"


def _encode(image_format, frames, options):
    output = BytesIO()
    if len(frames) > 1:
        options |= _animation_options(image_format, frames)
    frames[0].save(output, image_format, **options)
    if image_format == "AVIF" and len(frames) > 1:
        return _strip_times(output.getvalue())
    return output.getvalue()


def _animation_options(image_format, frames):
    options = {
        "save_all": True,
        "append_images": frames[1:],
        "duration": [frame.info.get("duration", 0) for frame in frames],
    }
    if "loop" in frames[0].info:
        options["loop"] = frames[0].info["loop"]
    if image_format == "GIF" and any(frame.has_transparency_data for frame in frames):
        # Clear each frame after its time, or it shows through the next one.
        options["disposal"] = 2
    return options


def _strip_times(avif):
    """Return the animation with zeros for the time at which libavif wrote it."""
    # Two times of 8 bytes follow the name, version and flags of these boxes (ISO/IEC 14496-12).
    times = rb"((?:mvhd|tkhd|mdhd)\x01.{3}).{16}"
    return re.sub(times, rb"\1" + bytes(16), avif, flags=re.DOTALL)

"""Picture files of every format, with all that cameras and programs write into them."""

import hashlib
import math
import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageCms, ImageSequence, ImageStat
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

from base.images.metadata import strip_metadata

EXTENSIONS = {
    "JPEG": "jpg",
    "PNG": "png",
    "GIF": "gif",
    "WEBP": "webp",
    "AVIF": "avif",
    "HEIF": "heic",
}
WITH_EXIF = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]
LOSSY = ["JPEG", "WEBP", "AVIF", "HEIF"]
ANIMATED = ["GIF", "PNG", "WEBP", "AVIF"]
OWNER_IN_PROFILE = "TELLTALEowner".encode("utf-16-be")
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="TELLTALE creator"/></rdf:RDF></x:xmpmeta>"""
TRACES_IN_ALL = {
    "make": b"TELLTALE make",
    "model": b"TELLTALE model",
    "serial number": b"TELLTALE serial",
    "time": b"2024:05:18 09:30:00",
    "place": b"TELLTALE place",
    "maker note": b"TELLTALE maker note",
    "creator": b"TELLTALE creator",
}
THUMBNAIL = {"thumbnail": b"TELLTALE thumbnail"}
TRACES = {
    "JPEG": {
        **TRACES_IN_ALL,
        **THUMBNAIL,
        "caption": b"TELLTALE caption",
        "comment": b"TELLTALE comment",
        "credentials": b"TELLTALE credentials",
        "video": b"TELLTALE video",
    },
    "PNG": {
        **TRACES_IN_ALL,
        **THUMBNAIL,
        "text": b"TELLTALE text",
        "packed text": b"TELLTALE packed text",
        "chunk of time": b"tIME",
        "private chunk": b"TELLTALE private chunk",
    },
    "GIF": {"comment": b"TELLTALE comment", "creator": b"TELLTALE creator"},
    "WEBP": {**TRACES_IN_ALL, **THUMBNAIL},
    "AVIF": TRACES_IN_ALL,  # Pillow cannot write a thumbnail into it
    "HEIF": {**TRACES_IN_ALL, **THUMBNAIL},
}


def file_of(image, image_format, **options):
    output = BytesIO()
    image.save(output, image_format, **options)
    return output.getvalue()


def opened(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image


def picture_with_marked_corner(mode="RGB"):
    """Return a green landscape with a red square at its upper left."""
    picture = Image.new(mode, (96, 64), "green")
    picture.paste("red", (0, 0, 32, 32))
    return picture


def noise():
    pixels = hashlib.shake_128(b"noise").digest(256 * 256 * 3)
    return Image.frombytes("RGB", (256, 256), pixels)


def photograph():
    """Return soft transitions of all colours with the grain of a camera's sensor."""
    bands = [Image.linear_gradient("L"), Image.radial_gradient("L")]
    sky = Image.merge("RGB", [*bands, bands[0].rotate(90)])
    return Image.blend(sky, noise(), 0.1)


def exif(orientation=6):
    """Return what a phone writes; it was held upright unless `orientation` says otherwise."""
    tags = Image.Exif()
    tags[Base.Make] = "TELLTALE make"
    tags[Base.Model] = "TELLTALE model"
    tags[Base.Orientation] = orientation
    tags.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2024:05:18 09:30:00"
    tags.get_ifd(IFD.Exif)[Base.BodySerialNumber] = "TELLTALE serial"
    tags.get_ifd(IFD.Exif)[Base.MakerNote] = b"TELLTALE maker note"
    tags.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    tags.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (37.0, 34.0, 1.5)
    tags.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = b"TELLTALE place"
    return with_thumbnail(tags.tobytes())


def with_thumbnail(exif_bytes):
    thumbnail = file_of(Image.new("L", (8, 8)), "JPEG", comment=b"TELLTALE thumbnail")
    tiff = bytearray(exif_bytes.removeprefix(b"Exif\0\0"))
    (number_of_tags,) = struct.unpack_from(">H", tiff, 8)
    struct.pack_into(">L", tiff, 10 + 12 * number_of_tags, len(tiff))
    position = struct.pack(">HHLL", 0x0201, 4, 1, len(tiff) + 30)
    length = struct.pack(">HHLL", 0x0202, 4, 1, len(thumbnail))
    directory = struct.pack(">H", 2) + position + length + bytes(4)
    return b"Exif\0\0" + bytes(tiff) + directory + thumbnail


def display_p3():
    """Return the profile of a phone's screen: that of sRGB with the three colours of Display P3."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = bytearray(
        srgb.replace("sRGB built-in".encode("utf-16-be"), OWNER_IN_PROFILE)
    )
    colours = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    for entry in range(132, 132 + 12 * int.from_bytes(profile[128:132]), 12):
        name, offset, _ = struct.unpack_from(">4sLL", profile, entry)
        if name in colours:
            values = [round(value * 65536) for value in colours[name]]
            struct.pack_into(">3l", profile, offset + 8, *values)
    return bytes(profile)


def grey_profile():
    """Return the profile of grey that is much darker than that of sRGB (gamma 3)."""
    white = b"XYZ " + bytes(4) + struct.pack(">3L", 63190, 65536, 54061)
    curve = b"curv" + bytes(4) + struct.pack(">LH", 1, 3 * 256) + bytes(2)
    tags = struct.pack(">L4sLL4sLL", 2, b"wtpt", 156, 20, b"kTRC", 176, 16)
    kind = bytes(4) + struct.pack(">L", 0x02400000) + b"mntrGRAYXYZ " + bytes(12)
    illuminant = struct.pack(">3L", 63190, 65536, 54061)
    header = kind + b"acsp" + bytes(28) + illuminant + bytes(48)
    return struct.pack(">L", 192) + header + tags + white + curve


def segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def chunk(name, content):
    checksum = zlib.crc32(name + content)
    return (
        struct.pack(">L", len(content)) + name + content + struct.pack(">L", checksum)
    )


def jpeg_with_metadata():
    caption = b"\x1c\x02\x78" + struct.pack(">H", 16) + b"TELLTALE caption"
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">L", len(caption)) + caption + b"\0"
    photograph = file_of(
        picture_with_marked_corner(),
        "JPEG",
        exif=exif(),
        xmp=XMP,
        comment=b"TELLTALE comment",
        extra=segment(0xED, b"Photoshop 3.0\0" + resource)
        + segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x28jumbTELLTALE credentials"),
    )
    return photograph + b"\0\0\0\x20ftypmp42TELLTALE video"


def png_with_metadata():
    texts = PngInfo()
    texts.add_text("Author", "TELLTALE text")
    texts.add_text("Comment", "TELLTALE packed text", zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    texts.add(b"tIME", struct.pack(">H5B", 2024, 5, 18, 9, 30, 0))
    texts.add(b"caBx", b"TELLTALE private chunk")
    picture = picture_with_marked_corner()
    return file_of(picture, "PNG", exif=exif(), pnginfo=texts)


def gif_with_metadata():
    picture = picture_with_marked_corner().quantize(4)
    content = file_of(picture, "GIF", comment=b"TELLTALE comment")
    xmp = b"!\xff\x0bXMP DataXMP" + bytes([len(XMP[:255])]) + XMP[:255] + b"\0"
    assert content.endswith(b";")
    return content[:-1] + xmp + b";"


def with_metadata(image_format):
    makers = {
        "JPEG": jpeg_with_metadata,
        "PNG": png_with_metadata,
        "GIF": gif_with_metadata,
    }
    if image_format in makers:
        return makers[image_format]()
    picture = picture_with_marked_corner()
    return file_of(picture, image_format, exif=exif(), xmp=XMP)


def all_that_can_be_read(content):
    """Return the bytes of the file, and with them what Pillow unpacks from it."""
    unpacked = [content]
    for value in opened(content).info.values():
        unpacked.append(value if isinstance(value, bytes) else str(value).encode())
    return b"\n".join(unpacked)


def animation(image_format, **options):
    """Return four frames in four colours, each shown for a time of its own."""
    colours = ["red", "green", "blue", "white"]
    first, *others = [Image.new("RGB", (96, 64), colour) for colour in colours]
    options = {"duration": [100, 200, 50, 80], "loop": 3, **options}
    return file_of(first, image_format, save_all=True, append_images=others, **options)


def frames_of(content):
    for frame in ImageSequence.Iterator(Image.open(BytesIO(content))):
        frame.load()
        yield frame


def decibels(first, second):
    """Return how alike two pictures are, as a PSNR."""
    difference = ImageStat.Stat(ImageChops.difference(first, second))
    mean_square = sum(band_rms**2 for band_rms in difference.rms) / 3
    return 10 * math.log10(255**2 / mean_square)


def is_close(colour, expected):
    return all(abs(a - b) <= 8 for a, b in zip(colour, expected, strict=True))


def cleaned(content, name="picture"):
    return strip_metadata(SimpleUploadedFile(name, content)).read()


def assert_refused(content, code):
    with pytest.raises(ValidationError) as refusal:
        cleaned(content)
    assert refusal.value.code == code
    return refusal.value.messages[0]

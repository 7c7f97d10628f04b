"""Pictures, ready to be shown."""

from typing import Any

from ninja import Field, Schema
from wagtail.images.models import AbstractImage, SourceImageIOError

COVER_FILTER = "fill-1200x675|format-jpeg"
PICTURE_FILTER = "max-1440x1440|format-jpeg"


class PictureSchema(Schema):
    """A picture, ready to be shown."""

    id: int = Field(examples=[12])
    url: str = Field(examples=["https://g48.example.org/media/images/candle.jpg"])
    width: int = Field(examples=[1200])
    height: int = Field(examples=[675])
    alt: str = Field(
        description="What it shows; empty where it is decoration.",
        examples=["A candle in barbed wire"],
    )
    credit: str = Field(description="Who made it, or empty.", examples=["Kim Minji"])


def represent_picture(
    image: AbstractImage | None, spec: str = PICTURE_FILTER, alt: str | None = None
) -> dict[str, Any] | None:
    """`image` in the size `spec`, or None if there is none or its file is gone."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(spec)
    except SourceImageIOError:
        return None
    return {
        "id": image.pk,
        "url": rendition.full_url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.description if alt is None else alt,
        "credit": image.credit,
    }

"""Blocks that look up what they show together."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

# While several bodies are read: the pictures in all of them, by their ids.
prefetched_pictures: ContextVar[dict[int, Any] | None] = ContextVar(
    "prefetched_pictures", default=None
)


class PictureChooserBlock(ImageChooserBlock):
    """A chooser whose pictures come with their renditions, however many there are."""

    def bulk_to_python(self, values):
        known = prefetched_pictures.get()
        if known is not None:
            return [copy(known.get(value)) for value in values]
        pictures = super().bulk_to_python(values)
        prefetch_related_objects(
            [picture for picture in pictures if picture],
            Prefetch("renditions", to_attr="prefetched_renditions"),
        )
        return pictures


@contextmanager
def prefetch_pictures(raw: list[Any]) -> Iterator[None]:
    """Look up the pictures in `raw`, what a StreamField stores, with their renditions."""
    renditions = Prefetch("renditions", to_attr="prefetched_renditions")
    pictures = get_image_model().objects.prefetch_related(renditions)
    token = prefetched_pictures.set(pictures.in_bulk(set(picture_ids(raw))))
    try:
        yield
    finally:
        prefetched_pictures.reset(token)


def picture_ids(raw):
    if isinstance(raw, list):
        for item in raw:
            yield from picture_ids(item)
    elif isinstance(raw, dict):
        if "alt_text" in raw and isinstance(raw.get("image"), int):
            yield raw["image"]
        yield from picture_ids(list(raw.values()))

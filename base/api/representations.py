"""Pictures and bodies of pages as the API gives them, many with few queries."""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice

from django.db.models import Prefetch
from wagtail.api.rich_text import APIRichText
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.rich_text import expand_db_html

COVER = "fill-1200x675|format-jpeg"
PICTURE = "max-1440x1440|format-jpeg"

# While several bodies are read: the pictures in all of them, by their ids.
pictures_at_hand = ContextVar("pictures_at_hand", default=None)


def picture_of(image, spec=PICTURE, alt=None):
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


def bodies_of(streams, request):
    """For each of `streams`, values of the same StreamField, its list of blocks.

    Read as one long body: what they hold is looked up together.
    """
    pieces = [list(stream.raw_data) for stream in streams]
    if not any(pieces):
        return [[] for _ in streams]
    block = streams[0].stream_block
    with pictures_of(pieces):
        joined = block.to_python([item for items in pieces for item in items])
        items = with_links(block, joined, request)
    rest = iter(items)
    return [list(islice(rest, len(items))) for items in pieces]


@contextmanager
def pictures_of(raw):
    """Have the pictures that `raw` names at hand, with their renditions."""
    renditions = Prefetch("renditions", to_attr="prefetched_renditions")
    pictures = get_image_model().objects.prefetch_related(renditions)
    token = pictures_at_hand.set(pictures.in_bulk(set(picture_ids(raw))))
    try:
        yield
    finally:
        pictures_at_hand.reset(token)


def picture_ids(raw):
    if isinstance(raw, list):
        for item in raw:
            yield from picture_ids(item)
    elif isinstance(raw, dict):
        if "alt_text" in raw and isinstance(raw.get("image"), int):
            yield raw["image"]
        yield from picture_ids(list(raw.values()))


def with_links(block, value, request):
    """The blocks of `value`; where HTML is asked for, all paragraphs in one pass."""
    wanted = APIRichText.resolve_format(request.GET.get("rich_text_format"))
    if wanted != APIRichText.FORMAT_HTML:
        return block.get_api_representation(value, {"request": request})
    items = block.get_api_representation(value, {})
    paragraphs = [item for item in items if item["type"] == "paragraph"]
    texts = expand_all([item["value"] for item in paragraphs])
    for item, text in zip(paragraphs, texts, strict=True):
        item["value"] = text
    return items


def expand_all(texts):
    """Each of `texts`, rich text as it is kept, as HTML with the addresses of its links.

    In one pass over all: each pass looks up the pages that it links to.
    """
    separator = "\x1f"
    joined = separator.join(text.replace(separator, "") for text in texts)
    return expand_db_html(joined).split(separator)[: len(texts)]

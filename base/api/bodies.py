"""Bodies of pages and other rich text."""

from itertools import islice
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from wagtail.api.rich_text import APIRichText, RichTextOutputFormat
from wagtail.blocks import StreamValue

from base.wagtail_speedups import expand_rich_texts, prefetch_pictures

RichTextFormat = Annotated[
    RichTextOutputFormat | None,
    Query(
        description="How rich text is written: as it is kept (`db_html`, the default), "
        "with the addresses that links lead to (`html`), or as Markdown."
    ),
]


def represent_rich_texts(texts: list[str], request: HttpRequest) -> list[str]:
    """Each of `texts` in the format that `?rich_text_format=` asks for."""
    wanted = requested_format(request)
    if wanted == APIRichText.FORMAT_HTML:
        return expand_rich_texts(texts)
    return [APIRichText.serialize(text, format=wanted) for text in texts]


def represent_bodies(
    streams: list[StreamValue], request: HttpRequest
) -> list[list[dict[str, Any]]]:
    """For each of `streams`, values of the same StreamField, its list of blocks.

    They are read as one long body, so that what they hold is looked up together.
    """
    pieces = [list(stream.raw_data) for stream in streams]
    if not any(pieces):
        return [[] for _ in streams]
    block = streams[0].stream_block
    with prefetch_pictures(pieces):
        joined = block.to_python([item for items in pieces for item in items])
        items = represent_blocks(block, joined, request)
    rest = iter(items)
    return [list(islice(rest, len(items))) for items in pieces]


def represent_blocks(block, value, request):
    """The blocks of `value`; if HTML is asked for, all paragraphs in one pass."""
    if requested_format(request) != APIRichText.FORMAT_HTML:
        return block.get_api_representation(value, {"request": request})
    items = block.get_api_representation(value, {})
    paragraphs = [item for item in items if item["type"] == "paragraph"]
    texts = expand_rich_texts([item["value"] for item in paragraphs])
    for item, text in zip(paragraphs, texts, strict=True):
        item["value"] = text
    return items


def requested_format(request):
    return APIRichText.resolve_format(request.GET.get("rich_text_format"))

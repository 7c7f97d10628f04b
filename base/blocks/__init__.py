"""The blocks of which editors build the body of a page."""

from .body import RICH_TEXT_FEATURES, BodyBlock, HeadingBlock, ParagraphBlock
from .links import DocumentBlock, LinkBlock
from .pictures import GalleryBlock

__all__ = [
    "RICH_TEXT_FEATURES",
    "BodyBlock",
    "DocumentBlock",
    "GalleryBlock",
    "HeadingBlock",
    "LinkBlock",
    "ParagraphBlock",
]

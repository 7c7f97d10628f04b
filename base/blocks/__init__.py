"""The blocks of which editors build the body of a page."""

from .body import BodyBlock
from .links import DocumentBlock, LinkBlock
from .pictures import GalleryBlock
from .text import RICH_TEXT_FEATURES, HeadingBlock, ParagraphBlock

__all__ = [
    "RICH_TEXT_FEATURES",
    "BodyBlock",
    "DocumentBlock",
    "GalleryBlock",
    "HeadingBlock",
    "LinkBlock",
    "ParagraphBlock",
]

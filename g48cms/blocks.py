"""The names by which migrations older than `base/` know what is in `base.blocks`."""

from base.blocks import DocumentBlock, GalleryBlock, HeadingBlock, ParagraphBlock

__all__ = ["DocumentBlock", "GalleryBlock", "HeadingBlock", "ParagraphBlock"]

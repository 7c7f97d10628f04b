"""The body of a page."""

from wagtail import blocks

from base.actions.blocks import ActionBlock
from base.wagtail_speedups import ActionCountsMixin

from .links import CallToActionBlock, DocumentBlock, EmbedBlock
from .pictures import CaptionedPictureBlock, GalleryBlock
from .tables import TableBlock
from .text import (
    RICH_TEXT_FEATURES,
    CodeBlock,
    HeadingBlock,
    ParagraphBlock,
    QuotationBlock,
)


class BodyBlock(ActionCountsMixin, blocks.StreamBlock):
    """What a page's body is made of."""

    heading = HeadingBlock(max_length=200)
    paragraph = ParagraphBlock(features=RICH_TEXT_FEATURES)
    picture = CaptionedPictureBlock()
    gallery = GalleryBlock()
    quotation = QuotationBlock()
    embed = EmbedBlock()
    call_to_action = CallToActionBlock()
    action = ActionBlock()
    document = DocumentBlock()
    table = TableBlock()
    code = CodeBlock()

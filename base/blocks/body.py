"""The body of a page."""

from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from wagtail import blocks

from base.actions.blocks import ActionBlock
from base.actions.models import ActionCount

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


class BodyBlock(blocks.StreamBlock):
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

    def render_basic(self, value, context=None):
        """As Wagtail does, but each block learns its id, and the counts of all of them
        are asked for at once, if any block wants its own."""
        context = context or {}
        page = context.get("page")
        counts = SimpleLazyObject(lambda: ActionCount.on(page))
        return format_html_join(
            "\n",
            '<div class="w-block-{0} block-{0}">{1}</div>',
            (
                (
                    block.block_type,
                    block.render({**context, "block_id": block.id, "counts": counts}),
                )
                for block in value
            ),
        )

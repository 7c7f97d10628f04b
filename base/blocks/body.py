"""Text, tables, and the body that is made of all blocks."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from base.actions.blocks import ActionBlock
from base.optional_blocks import OptionalDecimalBlock
from base.wagtail_speedups import ActionCountsMixin

from .links import CallToActionBlock, DocumentBlock, EmbedBlock
from .pictures import CaptionedPictureBlock, GalleryBlock

RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "korean"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A line that opens a new part of the text.")
        template = "base/blocks/heading.html"
        preview_value = "What one letter can do"


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        description = _("Text, with links and lists.")
        template = "base/blocks/paragraph.html"
        preview_value = (
            "<p>We write to <b>governments</b> on behalf of people they have locked up, "
            "and we tell the people themselves that they are not forgotten.</p>"
        )


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text=_("Without quotation marks: they are added."))
    author = blocks.CharBlock(max_length=200, help_text=_("Who said or wrote it."))
    source = blocks.CharBlock(
        required=False, max_length=300, help_text=_("Where and when.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's own words, with their name.")
        template = "base/blocks/quotation.html"
        preview_value = {
            "text": "The candle burns not for us.",
            "author": "Peter Benenson",
            "source": "",
        }


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(
        required=False, max_length=30, help_text=_("Like “HTML” or “Python”.")
    )
    code = blocks.TextBlock(rows=8, label=_("Code"), help_text=_("Shown as it is."))

    class Meta:
        icon = "code"
        label = _("Code")
        description = _("Source code or anything that must keep its spaces.")
        template = "base/blocks/code.html"
        preview_value = {"language": "HTML", "code": "<p>Hello</p>"}


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        max_length=200, help_text=_("What the table shows. Readers hear it first.")
    )
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label=_("Text"))),
            ("number", OptionalDecimalBlock(required=False, label=_("Number"))),
        ]
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with a heading for each column.")
        template = "base/blocks/table.html"

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and not value["table"].columns:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Add at least one column to the table.")]
            )
        return value

    def get_preview_value(self):
        return self.to_python(
            {
                "caption": "Letters written",
                "table": {
                    "columns": [
                        {"type": "text", "heading": "Country"},
                        {"type": "number", "heading": "Letters"},
                    ],
                    "rows": [{"values": ["Iran", 12]}, {"values": ["Burma", 30]}],
                },
            }
        )

    is_previewable = True


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

"""The blocks of which editors build a page's body: one list for every page type."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from base.actions.blocks import ActionBlock
from base.api.pictures import represent_picture
from base.wagtail_speedups.blocks import PictureChooserBlock

from .models import ActionCount

RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "korean"]


class PictureBlock(ImageBlock):
    """A picture and what it shows at this place: Wagtail asks for the words each time,
    unless the picture is ticked as decoration."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        chooser = PictureChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_api_representation(self, value, context=None):
        """As it is written, and what a front end needs to show it."""
        written = super().get_api_representation(value, context)
        return {
            **written,
            "picture": represent_picture(value, alt=written["alt_text"] or ""),
        }


def preview_picture():
    """Any picture there is, for the previews in the block picker."""
    return get_image_model().objects.last()


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


class CaptionedPictureBlock(blocks.StructBlock):
    picture = PictureBlock()
    caption = blocks.CharBlock(
        required=False,
        max_length=300,
        help_text=_("Shown below the picture, before its credit."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture as wide as the text, with a caption.")
        template = "base/blocks/picture.html"

    def get_preview_value(self):
        return self.to_python(
            {
                "picture": self.child_blocks["picture"].get_prep_value(
                    preview_picture()
                ),
                "caption": "Street action, Seoul",
            }
        )

    @property
    def is_previewable(self):
        return True


class GalleryBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(CaptionedPictureBlock(), min_num=2, max_num=24, **kwargs)

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures side by side.")
        template = "base/blocks/gallery.html"

    def get_preview_value(self):
        picture = self.child_block.get_preview_value()
        return self.normalize([picture, picture])

    @property
    def is_previewable(self):
        return True


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


class LinkValue(blocks.StructValue):
    @property
    def href(self):
        if self["page"]:
            return self["page"].url
        return self["url"] or f"mailto:{self['email']}"


class LinkBlock(blocks.StructBlock):
    """One link: to a page of ours, to an address elsewhere or to somebody's mail."""

    label = blocks.CharBlock(
        max_length=100, help_text=_("What the link says, like “Join the next meeting”.")
    )
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label=_("or an address elsewhere"))
    email = blocks.EmailBlock(required=False, label=_("or an e-mail address"))

    class Meta:
        icon = "link"
        value_class = LinkValue

    def get_api_representation(self, value, context=None):
        return {
            **super().get_api_representation(value, context),
            "href": value.href,
        }

    def clean(self, value):
        value = super().clean(value)
        given = [name for name in ("page", "url", "email") if value[name]]
        if len(given) != 1 and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    _("Say where the link leads: a page, an address or an e-mail.")
                ]
            )
        return value


class CallToActionBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text=_("Why, in one or two sentences."))
    link = LinkBlock()

    class Meta:
        icon = "success"
        label = _("Call to action")
        description = _("One thing the reader can do now.")
        template = "base/blocks/call_to_action.html"
        preview_value = {
            "text": "Our meetings are open to everybody.",
            "link": {
                "label": "Write to us",
                "page": None,
                "url": "",
                "email": "group@example.org",
            },
        }


class EmbedValue(blocks.StructValue):
    @property
    def host(self):
        return urlsplit(self["url"]).hostname.removeprefix("www.")


class EmbedBlock(blocks.StructBlock):
    """Something on another site, shown as a link: a reader's browser asks that site for
    nothing until the reader follows it."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(max_length=200, help_text=_("What it is."))
    picture = PictureBlock(
        required=False, help_text=_("A still of it, kept on our own site.")
    )

    class Meta:
        icon = "media"
        label = _("Video or other site")
        description = _("A video, map or post elsewhere, opened when it is clicked.")
        template = "base/blocks/embed.html"
        value_class = EmbedValue
        preview_value = {
            "url": "https://www.youtube.com/watch?v=example",
            "title": "An interview with our coordinator",
            "picture": None,
        }


class DocumentBlock(DocumentChooserBlock):
    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download.")
        template = "base/blocks/document.html"

    def get_api_representation(self, value, context=None):
        """What a front end needs to link to it, or None if it is gone."""
        return value and {
            "id": value.pk,
            "title": value.title,
            "url": settings.SITE_URL + value.url,
            "size": value.get_file_size(),
        }

    def to_python(self, value):
        # As it is read, so it can be written.
        return super().to_python(value["id"] if isinstance(value, dict) else value)

    def get_preview_value(self):
        return self.model_class.objects.last()

    @property
    def is_previewable(self):
        return True


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        max_length=200, help_text=_("What the table shows. Readers hear it first.")
    )
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label=_("Text"))),
            ("number", blocks.DecimalBlock(required=False, label=_("Number"))),
        ]
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with a heading for each column.")
        template = "base/blocks/table.html"

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

    @property
    def is_previewable(self):
        return True


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

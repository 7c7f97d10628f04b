"""Links to pages, files and other sites."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from base.images.specs import STILL
from base.links import PageBlock, PublicDocumentBlock, public_url

from .pictures import PictureBlock


class LinkValue(blocks.StructValue):
    @property
    def href(self):
        """Where the link leads, or None if there is nothing that anybody may read."""
        if self["email"]:
            return f"mailto:{self['email']}"
        return self["url"] or public_url(self["page"])


class LinkBlock(blocks.StructBlock):
    """One link: to a page of ours, to an address elsewhere or to somebody's mail."""

    label = blocks.CharBlock(
        max_length=100, help_text=_("What the link says, like “Join the next meeting”.")
    )
    page = PageBlock(required=False)
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

    picture_specs = STILL

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


class DocumentBlock(PublicDocumentBlock):
    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download.")
        template = "base/blocks/document.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return {**context, "url": public_url(value)}

    def get_api_representation(self, value, context=None):
        """What a front end needs to link to it, or None if it is gone or private."""
        url = public_url(value)
        return url and {
            "id": value.pk,
            "title": value.title,
            "url": settings.SITE_URL + url,
            "size": value.get_file_size(),
        }

    def to_python(self, value):
        # As it is read, so it can be written.
        return super().to_python(value["id"] if isinstance(value, dict) else value)

    def get_preview_value(self):
        return self.model_class.objects.last()

    is_previewable = True

import wagtail.admin.rich_text.editors.draftail.features as draftail
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineStyleElementHandler,
)
from wagtail.documents import get_document_model
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .links import public
from .wagtail_speedups import LinkTargetsMixin


@hooks.register("register_rich_text_features")
def register_korean(features):
    """A button that marks words as Korean for screen readers."""
    features.register_editor_plugin(
        "draftail",
        "korean",
        draftail.InlineStyleFeature(
            {
                "type": "KOREAN",
                "label": "가",
                "description": "Korean words",
                "style": {"borderBottom": "2px dotted"},
            }
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "korean",
        {
            "from_database_format": {
                'span[lang="ko"]': InlineStyleElementHandler("KOREAN")
            },
            "to_database_format": {
                "style_map": {"KOREAN": {"element": "span", "props": {"lang": "ko"}}}
            },
        },
    )


class PageLink(LinkTargetsMixin, PageLinkHandler):
    """A link to a page in rich text."""

    @classmethod
    def targets(cls):
        return public(Page.objects.all())


class DocumentLink(LinkTargetsMixin, DocumentLinkHandler):
    """A link to a document in rich text."""

    @classmethod
    def targets(cls):
        return public(get_document_model().objects.all())


@hooks.register("register_rich_text_features", order=1)
def register_links(features):
    features.register_link_type(PageLink)
    features.register_link_type(DocumentLink)


@hooks.register("insert_global_admin_js")
def cms_scripts():
    return format_html_join(
        "",
        '<script src="{}"{}></script>',
        [
            # The first must run while the page is read, see there.
            [static("js/cms-init.js"), ""],
            [static("js/cms-keep.js"), mark_safe(" defer")],
            [static("js/cms-paste.js"), mark_safe(" defer")],
        ],
    )


@hooks.register("register_admin_urls")
def session_url():
    return [path("session/", cms_session, name="cms_session")]


def cms_session(request: HttpRequest) -> JsonResponse:
    """The token by which forms of this session are sent, for forms of an older one."""
    return JsonResponse({"token": get_token(request)})


@hooks.register("insert_global_admin_css")
def cms_styles():
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        [[static("css/cms-csp.css")], [static("css/cms.css")]],
    )

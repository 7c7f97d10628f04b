"""Pages in lists and links."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from base.pages import published

from .fields import SelectableSchema


class PageSchema(SelectableSchema):
    """For schemas of pages: resolves the fields `type`, `url` and `detail_url`."""

    @staticmethod
    def resolve_type(page):
        return page.specific_class._meta.label

    @staticmethod
    def resolve_url(page, context):
        return page.get_full_url(context["request"])

    @staticmethod
    def resolve_detail_url(page, context):
        return detail_url(page, context["request"])


def detail_url(page: Page, request: HttpRequest) -> str:
    """Where programs read `page` with all its fields."""
    path = reverse("wagtailapi_v3:detail_page", args=[page.pk])
    return request.build_absolute_uri(path)


def hide_private_relatives(data: Any) -> None:
    """Take from the page `data` the parent and the alias that not everybody may read."""
    meta = (data.get("meta") or {}) if isinstance(data, dict) else {}
    for name in ("parent", "alias_of"):
        other = meta.get(name)
        if other and not published(Page.objects.filter(pk=other["id"])).exists():
            meta[name] = None

"""What every page of the site has in common."""

from collections.abc import Iterator, Sequence
from http import HTTPMethod
from typing import Any

from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.lookups import StartsWith
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, PanelGroup
from wagtail.api import APIField
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage
from wagtail.models import (
    Page,
    PageQuerySet,
    PageViewRestriction,
    Site,
    get_streamfield_names,
)
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index
from wagtail.signals import page_published

from .ids import parse_number
from .images.specs import PICTURE_FILTER, SHARED
from .page_forms import PageForm
from .preview import preview_url
from .slugs import SlugMixin
from .text import clean_fields
from .wagtail_speedups import ViewRestrictionsMixin

ACCESS_ADMIN = "wagtailadmin.access_admin"


def published(pages: Any) -> Any:
    """Of the queryset `pages`, those that anybody may read.

    Wagtail's own `public()` asks the database for all restrictions first; this one
    is part of the query, however many restrictions there are.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    at_or_above = PageViewRestriction.objects.filter(StartsWith(path, F("page__path")))
    # The root of the tree is a page, too, but has no address.
    return pages.live().filter(depth__gt=1).exclude(Exists(at_or_above))


def main_menu(site: Site | None) -> list[Page]:
    """The pages below the home page that are shown in menus, in the tree's order."""
    if site is None:
        return []
    return list(published(Page.objects.child_of(site.root_page).in_menu()))


class PublicPageQuerySet(PageQuerySet):
    def published(self):
        """Pages that anybody may read."""
        return published(self)


def searchable(*names: str) -> list[index.BaseField]:
    """Search fields by which the fields `names` are found by words and their beginnings."""
    kinds = (index.SearchField, index.AutocompleteField)
    return [kind(name) for name in names for kind in kinds]


def api_fields_of(panels: list[Any]) -> list[APIField]:
    """What the API tells and takes of a page type: all that its `panels` edit."""
    inherited = set(edited_fields(Page.content_panels))
    names = [name for name in edited_fields(panels) if name not in inherited]
    return [APIField(name, writable=True) for name in names]


def edited_fields(panels: list[Any]) -> Iterator[str]:
    """The names of the fields in `panels` and in the groups among them."""
    for panel in panels:
        if isinstance(panel, str):
            yield panel
        elif isinstance(panel, FieldPanel):
            yield panel.field_name
        elif isinstance(panel, PanelGroup):
            yield from edited_fields(panel.children)


def paginate(
    queryset: QuerySet[Any], request: HttpRequest, per_page: int
) -> "PaginatorPage[Any]":
    """The part of `queryset` that `?page=` asks for, or the nearest that there is."""
    paginator = Paginator(queryset, per_page)
    number = parse_number(request.GET.get("page", ""))
    return paginator.page(min(number, paginator.num_pages))


class PublicPageMixin(SlugMixin, ViewRestrictionsMixin):
    """What search engines, feeds and shared links are told about a page.

    Page types say what they have by `description_source` and `share_picture`.
    """

    base_form_class = PageForm

    # What visitors change has other addresses than pages.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    share_picture = None
    # The renditions that are shown of pictures in these fields.
    picture_specs: dict[str, list[str]] = {}

    @property
    def description_source(self) -> str:
        """Text or HTML from which the description is made when editors wrote none."""
        return ""

    @cached_property
    def description(self):
        """One or two sentences of plain text, at most 200 characters."""
        text = self.search_description or get_text_for_indexing(self.description_source)
        return Truncator(" ".join(text.split())).chars(200)

    def pictures_shown(self) -> Iterator[tuple[AbstractImage, list[str]]]:
        """The pictures of the page, each with the renditions that readers are shown."""
        for name, specs in self.picture_specs.items():
            if picture := getattr(self, name):
                yield picture, specs
        for name in get_streamfield_names(type(self)):
            yield from pictures_in(getattr(self, name))

    @cached_property
    def pages_above(self):
        """The pages from the home page down to this one's parent."""
        if not self.path:  # the preview of a page that was never saved
            return []
        pages, page = [], self
        while page.depth > 2:
            page = page.get_parent()  # no query: Wagtail found them on its way here
            pages.insert(0, page)
        return pages

    def full_clean(self, *args, **kwargs):
        clean_fields(self)  # before anybody counts letters or compares
        super().full_clean(*args, **kwargs)

    @property
    def breadcrumbs(self) -> list[Page]:
        return [page for page in self.pages_above if page.live]

    def serve(self, request, *args, **kwargs):
        # Editors see the page where visitors read it.
        if settings.HEADLESS_SITE_URL and request.user.has_perm(ACCESS_ADMIN):
            return redirect(settings.HEADLESS_SITE_URL + request.path)
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request, mode_name):
        if settings.HEADLESS_SITE_URL:
            return redirect(preview_url(self, request.user))
        return super().serve_preview(request, mode_name)

    def structured_picture(self) -> dict[str, Any]:
        """The property `image` of what the page is about, if it has a picture."""
        if not self.share_picture:
            return {}
        # The one that shared links show.
        shared = self.share_picture.get_rendition(SHARED[0])
        if not shared.file:
            return {}
        return {
            "image": {
                "@type": "ImageObject",
                "url": shared.full_url,
                "width": shared.width,
                "height": shared.height,
            }
        }

    def structured_data(self) -> list[dict[str, Any]]:
        """What the page is, in terms of schema.org: a list of JSON-LD objects."""
        if not self.breadcrumbs:
            return []
        trail = [*self.breadcrumbs, self]
        return [
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": position,
                        "name": page.title,
                        "item": page.full_url,
                    }
                    for position, page in enumerate(trail, start=1)
                ],
            }
        ]


def organization() -> dict[str, Any]:
    """The group, in terms of schema.org."""
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organization",
        "name": "Amnesty G48",
        "url": f"{settings.SITE_URL}/",
        "parentOrganization": {
            "@type": "NGO",
            "name": "Amnesty International Korea",
        },
    }


def pictures_in(
    value: Any, specs: Sequence[str] = ()
) -> Iterator[tuple[AbstractImage, list[str]]]:
    """The pictures in a StreamField or a part of it, each with its renditions."""
    if isinstance(value, AbstractImage):
        yield value, [*specs, PICTURE_FILTER]
    elif isinstance(value, StreamValue):
        for child in value:
            specs = getattr(child.block, "picture_specs", ())
            yield from pictures_in(child.value, specs)
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from pictures_in(part, specs)
    elif isinstance(value, ListValue):
        for part in value:
            yield from pictures_in(part, specs)


@receiver(page_published)
def request_pictures(instance, **kwargs):
    """So that they are there, most often, before the first reader is."""
    if isinstance(instance, PublicPageMixin):
        for picture, specs in instance.pictures_shown():
            picture.request_missing(specs)

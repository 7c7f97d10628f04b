"""The search, the menus, the settings and the redirects of the site."""

from typing import Annotated

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from base.api.operations import PUBLIC, Slice, list_of, paginate, problems
from base.api.schemas import PageSchema, field_names, optional
from base.pages import main_menu, published

from .models import SiteSettings
from .search import add_excerpts, find_pages, split_words

search_router = Router(tags=["search"])
menus_router = Router(tags=["site"])
settings_router = Router(tags=["site"])
find_redirect_router = Router(tags=["redirects"])


# --- Search


class FoundSchema(PageSchema):
    id: int = Field(examples=[12])
    type: str = optional("What kind of page it is.", "blog.BlogPage")
    title: str = optional("Plain text.", "What one letter can do")
    url: str = optional(
        "Where people read it.", "https://g48.example.org/blog/what-one-letter-can-do/"
    )
    detail_url: str = optional(
        "Where programs read it.", "https://g48.example.org/api/v3/pages/12/"
    )
    excerpt: str = optional(
        "The part of its text around the first word found, as plain text.",
        "… then one letter came …",
    )

    @staticmethod
    def prefetch_excerpt(pages, request):
        add_excerpts(pages, split_words(request.GET.get("q", "")))


@search_router.get(
    "/", **list_of(FoundSchema), operation_id="search_list", summary="Search the site"
)
def search(
    request,
    part: Query[Slice],
    q: Annotated[
        str,
        Query(description="Words; of each, a part is enough.", examples=["letter"]),
    ] = "",
    fields: field_names(FoundSchema) = "",
):
    """Published pages that hold all the words, the best first: what `/search/` finds.

    Without a word, nothing is found.
    """
    words = split_words(q)
    found = find_pages(words) if words else Page.objects.none()
    return paginate(found, part, request, FoundSchema, fields)


# --- Menus


class MenuItemSchema(PageSchema):
    id: int = Field(examples=[3])
    type: str = Field(examples=["blog.BlogIndexPage"])
    title: str = Field(examples=["Blog"])
    url: str = Field(examples=["https://g48.example.org/blog/"])
    detail_url: str = Field(examples=["https://g48.example.org/api/v3/pages/3/"])


class MenusSchema(Schema):
    main: list[MenuItemSchema] = Field(
        description="The pages that editors put into the menu, in order."
    )


@menus_router.get(
    "/", auth=PUBLIC, response=MenusSchema, operation_id="menus", summary="The menus"
)
def menus(request):
    """What stands in the head of every page, beside the way to the search."""
    return {"main": main_menu(Site.find_for_request(request))}


# --- Settings


class SocialLinkSchema(Schema):
    name: str = Field(examples=["Mastodon"])
    url: str = Field(examples=["https://mastodon.example.org/@g48"])


class SiteSettingsSchema(Schema):
    name: str = Field(examples=["Amnesty G48"])
    contact_email: str = Field(
        description="The address of the group that every page shows, or empty.",
        examples=["group@example.org"],
    )
    social_links: list[SocialLinkSchema]
    banner: str = Field(
        description="HTML of the line at the top of every page, or empty.",
        examples=["<p>We meet on Saturday.</p>"],
    )
    footer: str = Field(description="HTML about the group, or empty.", examples=[""])


@settings_router.get(
    "/",
    auth=PUBLIC,
    response={200: SiteSettingsSchema, **problems(404)},
    operation_id="settings",
    summary="The settings of the site that everybody sees",
)
def site_settings(request):
    """What stands at the top and at the end of every page."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404(_("There is no site here."))
    settings = SiteSettings.for_site(site)
    return {
        "name": site.site_name or site.root_page.title,
        "contact_email": settings.contact_email,
        "social_links": [link.value for link in settings.social_links],
        "banner": expand_db_html(settings.banner),
        "footer": expand_db_html(settings.footer),
    }


# --- Redirects


class FoundRedirectSchema(Schema):
    old_path: str = Field(examples=["/2012/05/17/what-one-letter-can-do"])
    location: str = Field(
        description="Where it leads.",
        examples=["https://g48.example.org/blog/what-one-letter-can-do/"],
    )
    is_permanent: bool = Field(examples=[True])
    page: int | None = Field(
        description="The id of the page that it leads to, if it is one of ours.",
        examples=[12],
    )


@find_redirect_router.get(
    "/find/",
    auth=PUBLIC,
    response={200: FoundRedirectSchema, **problems(404, 422)},
    operation_id="redirects_find",
    summary="Find where an old address leads",
)
def find_redirect(
    request,
    html_path: Annotated[
        str,
        Query(
            description="An address on the old site, from its first slash on.",
            examples=["/2012/05/17/what-one-letter-can-do/"],
        ),
    ],
):
    """Where to send who asks for an address that is no more.

    Of redirects to pages that not everybody may read, nothing is told.
    """
    try:
        path = Redirect.normalise_path(html_path, decode_unicode=False)
    except ValueError:  # not an address
        raise Http404(_("No redirect leads from there.")) from None
    redirect = get_redirect(request, path)
    target = redirect and redirect.redirect_page
    if target and not published(Page.objects.filter(pk=target.pk)).exists():
        redirect = None
    if redirect is None or not redirect.link:
        raise Http404(_("No redirect leads from there."))
    return {
        "old_path": redirect.old_path,
        "location": request.build_absolute_uri(redirect.link),
        "is_permanent": redirect.is_permanent,
        "page": target and target.pk,
    }

"""The API: Wagtail's routers and ours in one document.

A router of ours is made with what `g48cms/routers.py` has, and added below.
"""

import json
import re
import traceback
from typing import Annotated

from django.core.exceptions import ValidationError
from django.db.models import IntegerField
from django.http import Http404, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Query, Router
from ninja.constants import NOT_SET
from ninja.parser import Parser
from wagtail.api.v3.errors import register_exception_handlers
from wagtail.api.v3.form_data import flatten_block_value
from wagtail.api.v3.permissions import require_any_permission
from wagtail.api.v3.routers.pages import PageDetailSchema
from wagtail.api.v3.routers.pages import router as pages_router
from wagtail.api.v3.routers.schema import router as schema_router
from wagtail.api.v3.routers.sites import router as sites_router
from wagtail.api.v3.routers.whoami import router as whoami_router
from wagtail.contrib.redirects.api.v3 import router as wagtail_redirects_router
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.api.v3.router import router as documents_router
from wagtail.images.api.v3.router import router as images_router
from wagtail.models import Page
from wagtail.snippets.api.v3.router import router as snippets_router

from base.api.lists import PUBLIC, AllowAnonymous, RichTextFormat, problems
from base.api.openapi import complete
from base.api.page_actions import router as page_actions_router
from base.api.preview import draft_of
from base.pages import published
from blog.meetings.api import router as meetings_router
from blog.posts.api import router as posts_router
from comments.api.routes import refused
from comments.api.routes import router as comments_router
from comments.submission.rules import Refused
from history.api import router as timeline_router
from home.api import menus_router, redirects_router, search_router, settings_router
from topics.api import router as topics_router

DESCRIPTION = """
Everything that the site shows, for other front ends and programs.

* Lists answer `{"items": […], "count": 42}` and take `limit` (20 at most) and `offset`.
* Our own lists take `fields` with the names of the fields that you want.
* Errors are problems (RFC 9457): `title` and `status`, a sentence in `detail`, and in
  `errors` what is wrong with which field.
* Answers have an `ETag`: send it back as `If-None-Match`, and what did not change is
  answered by 304 without a body.
* Reading needs nothing. Writing pages needs a token from the CMS (*Settings → API
  tokens*), writing comments none: guests confirm by mail, members may make a token under
  *Your account → Tokens for programs*.
"""

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it
CONDITIONAL = ConditionalGetMiddleware(lambda request: None)
WHO_CHANGES_REDIRECTS = require_any_permission(Redirect, ("add", "change", "delete"))
# What Wagtail stumbles with over blocks that are not of the shape of their type.
SHAPELESS = (AttributeError, KeyError, TypeError, ValueError)


class TextParser(Parser):
    """Takes no texts that a database cannot keep."""

    def parse_body(self, request):
        data = super().parse_body(request)
        text = json.dumps(data, ensure_ascii=False)
        text.encode()  # raises ValueError for half a character
        if NUL.search(text):
            raise ValueError("A text cannot contain NUL.")
        return data


class SiteAPI(NinjaAPI):
    """Answers with ETags, tells nothing of hidden pages and describes itself rightly."""

    described = {}  # by where it is mounted

    def create_response(self, request, data, **options):
        if not request.user.is_authenticated:
            hide_what_is_above(data)
        response = super().create_response(request, data, **options)
        if "Cache-Control" not in response:
            patch_cache_control(response, no_cache=True)
            if request.user.is_authenticated:
                patch_cache_control(response, private=True)
        patch_vary_headers(response, ["Authorization"])
        return CONDITIONAL.process_response(request, response)

    def on_exception(self, request, exc):
        if isinstance(exc, SHAPELESS) and comes_from(flatten_block_value, exc):
            exc = ValidationError(
                _("A block of the body does not have its type's shape.")
            )
        elif isinstance(exc, ValueError) and comes_from(
            IntegerField.get_prep_value, exc
        ):
            exc = Http404(_("No such id."))
        return super().on_exception(request, exc)

    def get_openapi_schema(self, path_prefix=None, **options):
        prefix = path_prefix or self.get_root_path({})
        if prefix not in self.described:  # making it takes longer than any page
            document = super().get_openapi_schema(path_prefix=prefix, **options)
            self.described[prefix] = complete(document)
        return self.described[prefix]


def hide_what_is_above(data):
    """Take from a page what it tells of others that not everybody may read."""
    meta = data.get("meta") if isinstance(data, dict) else None
    for name in ("parent", "alias_of"):
        other = meta and meta.get(name)
        if other and not published(Page.objects.filter(pk=other["id"])).exists():
            meta[name] = None


def comes_from(function, exc):
    frames = traceback.walk_tb(exc.__traceback__)
    return any(frame.f_code is function.__code__ for frame, _line in frames)


def for_editors(router):
    """The `router` of redirects, which Wagtail lets everybody read: without that."""
    router.path_operations.pop("/find/")  # ours tells only of what is public
    for view in router.path_operations.values():
        for operation in view.operations:
            if operation.auth_param is not NOT_SET and any(
                isinstance(way, AllowAnonymous) for way in operation.auth_param
            ):
                operation.auth_param = NOT_SET  # that of the router: a token
                operation.view_func = WHO_CHANGES_REDIRECTS(operation.view_func)
    return router


preview_router = Router(tags=["preview"])


@preview_router.get(
    "/",
    auth=PUBLIC,
    response={200: PageDetailSchema, **problems(404)},
    operation_id="preview",
    summary="Read a draft",
)
def preview(
    request,
    response: HttpResponse,
    token: Annotated[
        str, Query(description="What the CMS gave to the front end as `?preview=`.")
    ],
    rich_text_format: RichTextFormat = None,
):
    """The draft that somebody is previewing in the CMS, as `/pages/{page_id}/` will tell
    it once it is published. The token is good for an hour."""
    page = draft_of(token)
    if page is None:
        raise Http404(_("This preview is over. Please open it anew in the CMS."))
    patch_cache_control(response, no_store=True)
    return page


api = SiteAPI(
    title="Amnesty G48",
    version="3.0.0",
    description=DESCRIPTION,
    urls_namespace="wagtailapi_v3",  # by which Wagtail finds its own addresses
    openapi_url="/openapi.json",
    docs_url="/docs/",
    parser=TextParser(),
)
register_exception_handlers(api)
api.add_exception_handler(Refused, refused)

api.add_router("/posts/", posts_router)
api.add_router("/timeline/", timeline_router)
api.add_router("/meetings/", meetings_router)
api.add_router("/comments/", comments_router)
api.add_router("/topics/", topics_router)
api.add_router("/search/", search_router)
api.add_router("/menus/", menus_router)
api.add_router("/settings/", settings_router)
api.add_router("/redirects/", redirects_router)

api.add_router("/preview/", preview_router)

api.add_router("/pages/", page_actions_router)
api.add_router("/pages/", pages_router)
api.add_router("/images/", images_router)
api.add_router("/documents/", documents_router)
api.add_router("/redirects/", for_editors(wagtail_redirects_router))
api.add_router("/snippets/", snippets_router)
api.add_router("/sites/", sites_router)
api.add_router("/schema/", schema_router)
api.add_router("/", whoami_router)


@csrf_exempt  # nothing is here that could be changed
def not_found(request):
    """For addresses below /api/ that are none: a problem, not a page."""
    return api.on_exception(request, Http404(_("The API has no such address.")))

"""The API: Wagtail's routers and ours in one document."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.errors import register_exception_handlers

from base.api.site_api import SiteAPI, TextParser
from comments.api.problems import refused
from comments.refusals import CommentRefused

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
api.add_exception_handler(CommentRefused, refused)

api.add_router("/posts/", "blog.posts.api.router")
api.add_router("/timeline/", "history.api.router")
api.add_router("/meetings/", "blog.meetings.api.router")
api.add_router("/comments/", "comments.api.routes.router")
api.add_router("/topics/", "topics.api.router")
api.add_router("/search/", "home.api.search_router")
api.add_router("/menus/", "home.api.menus_router")
api.add_router("/settings/", "home.api.settings_router")
api.add_router("/redirects/", "home.api.find_redirect_router")

api.add_router("/preview/", "base.api.routes.preview_router")

api.add_router("/pages/", "base.api.routes.page_actions_router")
api.add_router("/pages/", "wagtail.api.v3.routers.pages.router")
api.add_router("/images/", "wagtail.images.api.v3.router.router")
api.add_router("/documents/", "wagtail.documents.api.v3.router.router")
api.add_router("/redirects/", "base.api.routes.redirects_router")
api.add_router("/snippets/", "wagtail.snippets.api.v3.router.router")
api.add_router("/sites/", "wagtail.api.v3.routers.sites.router")
api.add_router("/schema/", "wagtail.api.v3.routers.schema.router")
api.add_router("/", "wagtail.api.v3.routers.whoami.router")


@csrf_exempt  # nothing is here that could be changed
def not_found(request):
    """For addresses below /api/ that are none: a problem, not a page."""
    return api.on_exception(request, Http404(_("The API has no such address.")))

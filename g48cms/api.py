"""The API: Wagtail's routers and ours in one document."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.errors import register_exception_handlers
from wagtail.api.v3.routers.pages import router as pages_router
from wagtail.api.v3.routers.schema import router as schema_router
from wagtail.api.v3.routers.sites import router as sites_router
from wagtail.api.v3.routers.whoami import router as whoami_router
from wagtail.documents.api.v3.router import router as documents_router
from wagtail.images.api.v3.router import router as images_router
from wagtail.snippets.api.v3.router import router as snippets_router

from base.api.routes import page_actions_router, preview_router, redirects_router
from base.api.site_api import SiteAPI, TextParser
from blog.meetings.api import router as meetings_router
from blog.posts.api import router as posts_router
from comments.api.problems import refused
from comments.api.routes import router as comments_router
from comments.refusals import CommentRefused
from history.api import router as timeline_router
from home.api import find_redirect_router, menus_router, search_router, settings_router
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

api.add_router("/posts/", posts_router)
api.add_router("/timeline/", timeline_router)
api.add_router("/meetings/", meetings_router)
api.add_router("/comments/", comments_router)
api.add_router("/topics/", topics_router)
api.add_router("/search/", search_router)
api.add_router("/menus/", menus_router)
api.add_router("/settings/", settings_router)
api.add_router("/redirects/", find_redirect_router)

api.add_router("/preview/", preview_router)

api.add_router("/pages/", page_actions_router)
api.add_router("/pages/", pages_router)
api.add_router("/images/", images_router)
api.add_router("/documents/", documents_router)
api.add_router("/redirects/", redirects_router)
api.add_router("/snippets/", snippets_router)
api.add_router("/sites/", sites_router)
api.add_router("/schema/", schema_router)
api.add_router("/", whoami_router)


@csrf_exempt  # nothing is here that could be changed
def not_found(request):
    """For addresses below /api/ that are none: a problem, not a page."""
    return api.on_exception(request, Http404(_("The API has no such address.")))

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail.contrib.sitemaps import Sitemap

from base import views
from base.actions.views import did_it
from base.health import healthz
from blog.meetings import calendar
from home.search import search
from members.accounts.views import cms_login, private_page_login

from .api import api, not_found

handler500 = "base.errors.server_error"

urlpatterns = [
    path("account/", include("members.urls")),
    path("comments/", include("comments.urls")),
    path("", include("topics.urls")),
    path("meetings/", include("blog.meetings.rsvps.urls")),
    path("meetings.ics", calendar.all_meetings, name="meetings_ics"),
    path("actions/<id:page_id>/<uuid:block_id>/", did_it, name="did_it"),
    re_path(r"^cms/(?:login|password_reset)/", cms_login),
    path("_util/login/", private_page_login),
    path("cms/", include("wagtail.admin.urls")),
    path("api/v3/", api.urls),
    re_path(r"^api/(?:.*/)?$", not_found),
    path("documents/", include("wagtail.documents.urls")),
    path("media/<path:path>", views.media),
    path("search/", search, name="search"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Sitemap}}, name="sitemap"),
    path("robots.txt", views.robots_txt),
    path(".well-known/security.txt", views.security_txt),
    path("favicon.ico", views.favicon),
    path("healthz", healthz),
    path("<path:path>/meeting.ics", calendar.one_meeting),
    path("", include("wagtail.urls")),
]

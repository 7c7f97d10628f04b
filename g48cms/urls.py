from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home.search import search

from . import views
from .api import api

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("api/v3/", api.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", views.media),
    path("search/", search, name="search"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Sitemap}}, name="sitemap"),
    path("robots.txt", views.robots_txt),
    path(".well-known/security.txt", views.security_txt),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.ico")),
    path("healthz", views.healthz),
    path("", include(wagtail_urls)),
]

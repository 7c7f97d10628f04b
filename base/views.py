"""Views that belong to no page: files, and what machines ask for."""

import datetime
import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

# Documents are not here: Wagtail serves them, and asks who may.
PUBLIC_MEDIA = ("images/", "original_images/")
MEDIA_AGE = 30 * 24 * 3600  # seconds
SECURITY_TXT_LASTS = datetime.timedelta(days=180)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/favicon.ico"))


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "robots.txt",
        {"sitemap": f"{settings.SITE_URL}/sitemap.xml"},
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """How to report a vulnerability (RFC 9116)."""
    expires = timezone.now() + SECURITY_TXT_LASTS
    return render(
        request,
        "security.txt",
        {
            "expires": expires.astimezone(datetime.UTC).strftime("%Y-%m-%dT00:00:00Z"),
            "site": settings.SITE_URL,
        },
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture kept on this machine."""
    path = posixpath.normpath(path)  # dots must not lead from pictures to documents
    if not path.startswith(PUBLIC_MEDIA):
        raise Http404
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # like a name that is too long for a file
        raise Http404 from error
    patch_cache_control(response, public=True, max_age=MEDIA_AGE)
    return response

"""Who may send a request as large as a file."""

from io import BytesIO
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.api.v3.auth import BearerTokenAuth


def may_upload(environ: dict[str, Any]) -> bool:
    """Whether the request of this WSGI environ goes to the CMS or the API, by somebody
    who may enter the CMS. Its body need not have arrived."""
    request = WSGIRequest({**environ, "wsgi.input": BytesIO()})
    close_old_connections()  # as Django does before each request
    if request.path_info.startswith(reverse("wagtailadmin_home")):
        SessionMiddleware(lambda request: HttpResponse()).process_request(request)
        return get_user(request).has_perm("wagtailadmin.access_admin")
    if request.path_info.startswith("/api/"):
        return has_token_of_staff(request)
    return False


def has_token_of_staff(request: HttpRequest) -> bool:
    token = BearerTokenAuth()(request)
    return token is not None and token.user.has_perm("wagtailadmin.access_admin")

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.deprecation import MiddlewareMixin


class ReauthenticationMiddleware(MiddlewareMixin):
    """Redirects users who must reauthenticate to the page where they can, and back.

    allauth's own middleware would store the request in the session, with request.META:
    the IP address and, under granian, all secrets of the environment
    (`serialize_request` in allauth/core/internal/httpkit.py). To see the exception
    first, this class must come after allauth's in the settings.
    """

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, ReauthenticationRequired):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        url = methods[0]["url"] if methods else reverse("account_login")
        query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return redirect(f"{url}?{query}")


class SecondFactorMiddleware(MiddlewareMixin):
    """Redirects users who must first add a second factor out of the CMS."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        in_cms = request.path_info.startswith(reverse("wagtailadmin_home"))
        signing_out = request.path_info == reverse("wagtailadmin_logout")
        if in_cms and not signing_out:
            user = request.user
            if user.is_authenticated and user.must_add_second_factor:
                return redirect("mfa_index")
        return None


class CacheHeadersMiddleware(MiddlewareMixin):
    """Forbids all caching of account pages, and shared caching for signed-in users.

    Browsers then do not show an account page after signing out and going back.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if request.path_info.startswith(reverse("account")):
            add_never_cache_headers(response)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True)
        return response

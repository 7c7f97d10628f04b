from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control


class AskAgain:
    """Sends who must prove once more who they are to where they can, and then back.

    allauth would do it too, but keeps what was sent in the session: with request.META,
    in which are the IP address and, under granian, all secrets of the environment
    (`serialize_request` in allauth/core/internal/httpkit.py). Must come after allauth's
    own middleware in the settings to be asked before it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ReauthenticationRequired):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        url = methods[0]["url"] if methods else reverse("account_login")
        query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return redirect(f"{url}?{query}")


def require_second_factor(get_response):
    """Keep the CMS closed to those who must first add a second factor."""

    def middleware(request):
        in_cms = request.path_info.startswith(reverse("wagtailadmin_home"))
        leaving = request.path_info == reverse("wagtailadmin_logout")
        if in_cms and not leaving and must_add_second_factor(request.user):
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def must_add_second_factor(user):
    return user.is_authenticated and user.must_add_second_factor


def keep_no_copies(get_response):
    """Let no cache, and no "back" after signing out, show the pages of an account, and
    no shared cache any page as somebody signed in sees it."""

    def middleware(request):
        response = get_response(request)
        if request.path_info.startswith(reverse("account")):
            add_never_cache_headers(response)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True)
        return response

    return middleware

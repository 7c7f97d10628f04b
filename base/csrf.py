"""Protection against forms of other sites (CSRF) for people who keep no cookies.

The token of a form is compared with a cookie. It keeps other sites from acting in the name
of whoever is signed in. A guest has no session, hence no name to act in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def csrf_exempt_for_guests(*, origin_needed: bool) -> Callable[[View], View]:
    """Let the view take forms without a token, unless somebody is signed in, or they come
    from another site.

    Browsers say from which site, by the header Origin. It is needed where the visitors of
    another site, together, could do harm. Views that sign in ask `has_csrf_token`.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_ours = origin_is_ours(request) or (
                not origin_needed and "Origin" not in request.headers
            )
            exempt = is_ours and not request.user.is_authenticated
            return (view if exempt else protected)(request, *args, **kwargs)

        return wrapper

    return decorate


def origin_is_ours(request: HttpRequest) -> bool:
    # Private, but public nowhere: the comparison that Django makes for every form.
    verified = CsrfCheck(empty)._origin_verified  # type: ignore[attr-defined]
    return "Origin" in request.headers and verified(request)


def has_csrf_token(request: HttpRequest) -> bool:
    """Whether `request` comes from a form of this site, in a browser that keeps cookies."""
    check = CsrfCheck(empty)
    check.process_request(request)
    return check.process_view(request, empty, (), {}) is None


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)  # without a word in the log

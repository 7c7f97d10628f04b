import codecs
import re
from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.api.v3.errors import problem_response

from base.errors import error_response

GetResponse = Callable[[HttpRequest], HttpResponse]

SEARCH_PARAMETERS = ("q", "search")
SEARCH_LENGTH = 200  # characters
# SQLite's full-text search fails on quotes, every database on NUL.
# https://github.com/wagtail/wagtail/issues/13227
UNSEARCHABLE = re.compile(r'[\x00-\x1f"]')
LARGEST_NUMBER = 10**18  # within 64 bits even after something is added


def clean_query(get_response: GetResponse) -> GetResponse:
    """Refuse or clean what no view of the site, the CMS or the API can answer: NUL,
    search texts that break the search, numbers too large for the database."""

    def middleware(request):
        if "\x00" in request.path_info:
            return refuse(request, _("An address cannot contain NUL."))
        query = request.GET.copy()
        for name, texts in query.lists():
            if name in SEARCH_PARAMETERS:
                words = [UNSEARCHABLE.sub(" ", text) for text in texts]
                query.setlist(name, [text.strip()[:SEARCH_LENGTH] for text in words])
            elif any("\x00" in text for text in (name, *texts)):
                return refuse(request, _("A parameter cannot contain NUL."))
            elif any(map(is_too_large, texts)):
                return refuse(request, _("A number is too large."))
        request.GET = query
        return get_response(request)

    return middleware


# What the web server says of a body that it did not hand over, and the sentences for it.
REFUSED = "g48.refused"
BODIES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        gettext_lazy("This is too large"),
        gettext_lazy(
            "What you sent is larger than what we can take here. Please go back, make it "
            "smaller and send it again."
        ),
    ),
    HTTPStatus.REQUEST_TIMEOUT: (
        gettext_lazy("This took too long"),
        gettext_lazy(
            "What you sent did not arrive in time. Please go back and send it again."
        ),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        gettext_lazy("This could not be read"),
        gettext_lazy(
            "We have no room for what you sent. Please go back, keep a copy of your text "
            "and try again later."
        ),
    ),
}


def refuse_body(get_response: GetResponse) -> GetResponse:
    """Say why a request is not answered whose body the web server did not hand over."""

    def middleware(request):
        status = request.META.get(REFUSED)
        if status is None:
            return get_response(request)
        title, sentence = BODIES[status]
        return error_response(request, status, title, sentence)

    return middleware


LONG_NUMBER = re.compile(r"/\d{19,}(?=/|$)")  # which Python or the database refuses


def refuse_unreadable(get_response: GetResponse) -> GetResponse:
    """Refuse forms that are not UTF-8 or cannot be read, and numbers in the address
    that nothing can have."""

    def middleware(request):
        if LONG_NUMBER.search(request.path_info):
            raise Http404
        if not is_utf8(request.content_params.get("charset", "utf-8")):
            return refuse(request, _("Please send it as UTF-8."))
        if request.path_info.startswith("/api/"):  # which reads bodies by itself
            return get_response(request)
        try:
            _read = request.POST
        except UNREADABLE:
            # Whoever looks at it later finds an empty form, not the same error.
            request._mark_post_parse_error()
            return refuse(request, _("What was sent cannot be read."))
        return get_response(request)

    return middleware


UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    SuspiciousOperation,
    UnreadablePostError,
)


def is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in {"utf-8", "utf-8-sig", "ascii"}
    except (LookupError, ValueError):
        return False


def refuse(request: HttpRequest, sentence: str) -> HttpResponse:
    """Answer 400 with `sentence`, in the API as a problem."""
    if request.path_info.startswith("/api/"):
        return problem_response(status=HTTPStatus.BAD_REQUEST, detail=sentence)
    return HttpResponseBadRequest(sentence)


def is_too_large(text: str) -> bool:
    """Whether `text` is a number too large for the database."""
    try:
        return abs(int(text)) > LARGEST_NUMBER
    except ValueError:
        return False


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """One strict policy, with what the CMS and the API reference need in addition."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.update = settings.CMS_CONTENT_SECURITY_POLICY
        elif request.path_info == reverse("wagtailapi_v3:openapi-view"):
            parts.update = settings.REFERENCE_CONTENT_SECURITY_POLICY
        return parts

import codecs
import re
from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DataError, IntegrityError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    QueryDict,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.cache import patch_cache_control
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
# As databases and their libraries say it; the last is SQLite's answer to an offset.
TOO_LARGE = (OverflowError, DataError, IntegrityError)
LARGE_NUMBER = re.compile(r"\d{10}")


def clean_query(get_response: GetResponse) -> GetResponse:
    """Clean what no database can look for, and refuse a number in the address that is
    too large for it where a view does ask for it."""

    def middleware(request):
        if "\x00" in request.path_info:
            return refuse(request, _("An address cannot contain NUL."))
        query = request.GET.copy()
        for name, texts in query.lists():
            clean = clean_search if name in SEARCH_PARAMETERS else replace_nul
            query.setlist(name, [clean(text) for text in texts])
        request.GET = query
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, TOO_LARGE) and has_large_number(request.GET):
            return refuse(request, _("A number is too large."))
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def clean_search(text: str) -> str:
    return UNSEARCHABLE.sub(" ", text).strip()[:SEARCH_LENGTH]


def replace_nul(text: str) -> str:
    return text.replace("\x00", "\ufffd")


def has_large_number(query: QueryDict) -> bool:
    """Whether `query` has a number that may be too large for a database."""
    return any(
        LARGE_NUMBER.search(text) for _, texts in query.lists() for text in texts
    )


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


# Which databases refuse, and Python where it is of more than 4,300 digits: no slug or file
# name is as long as that.
LONG_NUMBER = re.compile(r"/\d{19,}(?=/|$)|\d{1000}")


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


def set_cache_headers(get_response: GetResponse) -> GetResponse:
    """Let whoever keeps an answer ask each time whether it is still the same, where the
    view does not say more; and let nobody share an answer that sets a cookie."""

    def middleware(request):
        response = get_response(request)
        if "Cache-Control" not in response:
            patch_cache_control(response, no_cache=True)
        if response.cookies:
            patch_cache_control(response, private=True)
        return response

    return middleware


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """One strict policy, with what the CMS and the API reference need in addition."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.update = settings.CMS_CONTENT_SECURITY_POLICY
        elif request.path_info == reverse("wagtailapi_v3:openapi-view"):
            parts.update = settings.REFERENCE_CONTENT_SECURITY_POLICY
        return parts

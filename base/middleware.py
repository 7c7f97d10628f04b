import re
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpResponseBadRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.api.v3.errors import problem_response

SEARCH_PARAMETERS = ("q", "search")
SEARCH_LENGTH = 200  # characters
# SQLite's full-text search stumbles over quotes, every database over NUL.
# https://github.com/wagtail/wagtail/issues/13227
UNSEARCHABLE = re.compile(r'[\x00-\x1f"]')
LARGEST_NUMBER = 10**18  # what a database takes, and room to add to it


def clean_query(get_response):
    """Keep from views what no view can answer, in the site, the CMS and the API alike:
    NUL in an address, search texts that break the search, numbers beyond the database's."""

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


def refuse(request, sentence):
    """Say what is wrong with a request, as pages or as the API say it."""
    if request.path_info.startswith("/api/"):
        return problem_response(status=HTTPStatus.BAD_REQUEST, detail=sentence)
    return HttpResponseBadRequest(sentence)


def is_too_large(text):
    """Whether `text` is a number that the database would stumble over."""
    try:
        return abs(int(text)) > LARGEST_NUMBER
    except ValueError:
        return False


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """One strict policy for the site; the CMS, and the reference of the API, get the
    little more that they need."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.update = settings.CMS_CONTENT_SECURITY_POLICY
        elif request.path_info == reverse("wagtailapi_v3:openapi-view"):
            parts.update = settings.REFERENCE_CONTENT_SECURITY_POLICY
        return parts

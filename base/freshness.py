"""Pages that change by themselves at a moment known before: a deadline, a meeting's end.

Whatever keeps copies of pages must keep none for longer. The answer says so in a header.
"""

from django.utils import timezone
from django.utils.http import http_date

HEADER = "X-Good-Until"


def good_until(request, *moments):
    """Note that what `request` is answered with changes at the first of `moments` that
    is yet to come. Any of them may be None."""
    if request is None:
        return
    moments = [*moments, getattr(request, "good_until", None)]
    now = timezone.now()
    request.good_until = min(filter(lambda at: at and at > now, moments), default=None)


def say_until_when(get_response):
    """Middleware that writes the header."""

    def middleware(request):
        response = get_response(request)
        if moment := getattr(request, "good_until", None):
            response[HEADER] = http_date(moment.timestamp())
        return response

    return middleware

"""Reporting a comment, by anybody who can read it."""

import secrets

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.csrf import csrf_exempt_for_guests
from comments.lookups import get_public_page, get_visible_comment
from comments.models.pages import is_discussion_hidden
from comments.moderation.reports import add_report, check_reporter
from comments.refusals import CommentRefused
from comments.submission.forms import ReportForm

# Random, and asked for by nobody but these views: it makes no page different.
COOKIE = "reporter"
COOKIE_LASTS = 365 * 24 * 3600  # seconds


@csrf_exempt_for_guests(origin_needed=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """Ask what is wrong with a comment; a POST tells the moderators."""
    comment = get_visible_comment(pk)
    form = ReportForm(request.POST or None)
    if form.is_valid():
        try:
            check_reporter(request, comment)
        except CommentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return send_report(request, comment, form.cleaned_data)
    context = {"form": form, "comment": comment}
    status = 422 if form.is_bound else 200
    return render(request, "comments/report.html", context, status=status)


def send_report(request, comment, fields):
    """Report `comment` in the name of the member, or of the browser by its cookie."""
    response = redirect(reverse("comments:reported", args=[comment.page_id]))
    browser = request.COOKIES.get(COOKIE, "")[:64]
    if not browser and not request.user.is_authenticated:
        browser = secrets.token_urlsafe(24)
        response.set_cookie(
            COOKIE,
            browser,
            max_age=COOKIE_LASTS,
            path=reverse("comments:report", args=[comment.pk]),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    add_report(comment, **fields, user=request.user, browser=browser)
    return response


@never_cache
@require_safe
def reported(request, page_id):
    """Thanks somebody who reported a comment on a page; it may be gone by now."""
    page = get_public_page(page_id)
    if is_discussion_hidden(page):
        raise Http404
    return render(request, "comments/reported.html", {"reported_on": page})

"""“I wrote”: counts the readers who did what a page asks for, anonymously."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from base.csrf import csrf_exempt_for_guests
from base.pages import published
from base.rate_limits import DAY, RateLimit, client_key

from .blocks import find_action
from .models import ActionCount

LETTERS_OF_SENDER = RateLimit("letters-of-sender", 30, DAY)
COOKIE = "did_it"
COOKIE_AGE = 365 * 24 * 3600  # seconds


@csrf_exempt_for_guests(origin_needed=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def did_it(request: HttpRequest, page_id: int, block_id: UUID) -> HttpResponse:
    """Ask whether the reader did it; count it once for each browser, until the deadline."""
    pages = published(Page.objects)
    page = get_object_or_404(pages, pk=page_id).specific
    action = find_action(page, block_id)
    if action is None:
        raise Http404("No such action is there.")
    salt = f"home.actions:{page.pk}:{block_id}"
    counted = request.get_signed_cookie(COOKIE, None, salt=salt) is not None
    reason, status = "", 200
    if request.method == "POST" and not counted:
        reason, status = reason_not_to_count(request, action, salt)
        if not reason:
            ActionCount.add_one(page, block_id)
            response = redirect(request.path)
            remember(request, response, salt)
            return response
    context = {
        "asked_on": page,
        "action": action,
        "counted": counted,
        "number": ActionCount.on(page).get(block_id, 0),
        "reason": reason,
    }
    return render(request, "base/did_it.html", context, status=status)


def reason_not_to_count(request, action, salt):
    """A sentence and the status to answer with; an empty sentence if it counts."""
    if not action.is_open:
        return _("This action is over, so nothing is counted any more."), 403
    if LETTERS_OF_SENDER.hit_limit(f"{client_key(request)}:{salt}"):
        return _(
            "Many people have said so from your connection today. Please try again "
            "tomorrow. What counts more is that you wrote: thank you."
        ), 429
    return "", 200


def remember(request, response, salt):
    """Set a cookie that is sent to this address only."""
    response.set_signed_cookie(
        COOKIE,
        "yes",
        salt=salt,
        max_age=COOKIE_AGE,
        path=request.path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )

"""The forms to make and withdraw an RSVP.

They have pages of their own, so that the page of a meeting can be cached.
"""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.csrf import csrf_exempt_for_guests
from base.mail import mail_was_answered
from base.rate_limits import MINUTE, RateLimit, client_key
from blog.meetings.models import MeetingPage
from members.accounts.sign_in import is_noted_browser, note_browser, sign_in

from .forms import GuestForm
from .mails import send_confirmation
from .models import RSVP

RSVPS_OF_SENDER = RateLimit("rsvps-of-sender", 30, 10 * MINUTE)


def get_meeting_or_404(pk):
    meetings = MeetingPage.objects.published().defer_streamfields()
    return get_object_or_404(meetings, pk=pk)


@csrf_exempt_for_guests(origin_needed=False)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rsvp(request, pk):
    """Show and take the form of a meeting: a button for members, fields for guests."""
    meeting = get_meeting_or_404(pk)
    if request.method == "POST" and (response := refusal(request, meeting)):
        return response
    if request.user.is_authenticated:
        return rsvp_as_member(request, meeting)
    return rsvp_as_guest(request, meeting)


def refusal(request, meeting):
    """Return the response to a form that is not accepted, or None if it is."""
    may_withdraw = request.user.is_authenticated and is_withdrawal(request)
    if not (meeting.takes_rsvps or may_withdraw):
        return render_form(request, meeting, status=403)
    if RSVPS_OF_SENDER.hit_limit(client_key(request)):
        reason = _(
            "Many answers have come from your connection in the last minutes. Please "
            "wait a little and send yours again."
        )
        form = GuestForm(initial=request.POST.dict())
        return render_form(request, meeting, form=form, reason=reason, status=429)
    return None


def is_withdrawal(request):
    return request.POST.get("answer") == "no"


def rsvp_as_member(request, meeting):
    if request.method == "POST":
        if is_withdrawal(request):
            meeting.rsvps.filter(user=request.user).delete()
            return redirect(rsvp_url(meeting) + "?taken_back=1")
        RSVP.for_member(meeting, request.user)
        return redirect(rsvp_url(meeting))
    existing = meeting.rsvps.filter(user=request.user).first()
    withdrawn = not existing and "taken_back" in request.GET
    return render_form(request, meeting, rsvp=existing, withdrawn=withdrawn)


def rsvp_url(meeting):
    return reverse("meetings:rsvp", args=[meeting.pk])


def rsvp_as_guest(request, meeting):
    form = GuestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():  # without its mail, nobody could confirm it
            made, mail_due = RSVP.for_guest(meeting, **form.cleaned_data)
            if mail_due:
                send_confirmation(made)
        response = redirect("meetings:rsvp_confirmation_sent", meeting.pk)
        if form.cleaned_data["remember"]:
            note_browser(request, response, form.cleaned_data["email"])
        return response
    status = 422 if form.is_bound else 200
    return render_form(request, meeting, form=form, status=status)


def render_form(request, meeting, status=200, **context):
    context["meeting"] = meeting
    return render(request, "blog/rsvp/form.html", context, status=status)


@never_cache
@require_safe
def confirmation_sent(request, pk):
    context = {"meeting": get_meeting_or_404(pk)}
    return render(request, "blog/rsvp/confirmation_sent.html", context)


@csrf_exempt_for_guests(origin_needed=False)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rsvp_by_link(request, token):
    """Show the RSVP that a mail links to, with buttons to confirm and withdraw it."""
    found = RSVP.objects.for_token(token)
    withdrawn = request.method == "POST" and is_withdrawal(request)
    context = {"rsvp": found, "withdrawn": withdrawn}
    if found:
        context |= {"meeting": found.meeting, "is_here": is_here(request, found)}
    if found and withdrawn:
        found.delete()
        context["rsvp"] = None
    elif found and request.method == "POST" and found.meeting.takes_rsvps:
        return redirect(confirm(request, found))
    status = 200 if context["rsvp"] or withdrawn else 404
    response = render(request, "blog/rsvp/by_link.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"  # the address is a secret
    return response


def is_here(request, rsvp):
    """Whether a guest asked to be remembered on this very browser."""
    return rsvp.remember and is_noted_browser(request, rsvp.email)


def confirm(request, unconfirmed):
    """Confirm an RSVP and sign in a guest who asked to be remembered, the first time.

    Returns the URL of the page to show next.
    """
    confirmed, is_first_time = unconfirmed.confirm()
    if confirmed is None:
        return rsvp_url(unconfirmed.meeting)
    if is_first_time:
        mail_was_answered(unconfirmed.email)
    if is_first_time and is_here(request, unconfirmed):
        sign_in(request, confirmed.user)
    return reverse("meetings:rsvp_by_link", args=[confirmed.token])

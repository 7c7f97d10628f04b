"""Making and withdrawing RSVPs, on pages of their own: that of a meeting can be cached."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.csrf import csrf_exempt_for_guests
from base.mail import mail_was_answered
from base.rate_limits import MINUTE, RateLimit, client_key
from blog.meetings.models import MeetingPage
from members.accounts.sign_in import is_noted_browser, note_browser, sign_in

from . import mails
from .forms import GuestForm
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
    own = meeting.rsvps.filter(user=request.user)
    if is_withdrawal(request):
        own.delete()
        return redirect(request.path + "?taken_back=1")
    if request.method == "POST":
        RSVP.for_member(meeting, request.user)
        return redirect(request.path)
    existing = own.first()
    withdrawn = not existing and "taken_back" in request.GET
    return render_form(request, meeting, rsvp=existing, withdrawn=withdrawn)


def rsvp_as_guest(request, meeting):
    form = GuestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():  # without its mail, nobody could confirm it
            made, mail_due = RSVP.for_guest(meeting, **form.cleaned_data)
            if mail_due:
                mails.send("confirmation", made)
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
    found, withdrawn = RSVP.objects.for_token(token), is_withdrawal(request)
    meeting = found and found.meeting
    if found and withdrawn:
        found.delete()
    elif found and request.method == "POST" and meeting.takes_rsvps:
        return confirm(request, found)
    shown = None if withdrawn else found
    context = {"rsvp": shown, "withdrawn": withdrawn, "meeting": meeting}
    context["is_here"] = found is not None and is_here(request, found)
    status = 200 if found or withdrawn else 404
    response = render(request, "blog/rsvp/by_link.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"  # the address is a secret
    return response


def is_here(request, rsvp):
    """Whether a guest asked to be remembered on this very browser."""
    return rsvp.remember and is_noted_browser(request, rsvp.email)


def confirm(request, unconfirmed):
    """Confirm an RSVP and sign in a guest who asked to be remembered, the first time."""
    confirmed, is_first_time = unconfirmed.confirm()
    if confirmed is None:
        return redirect("meetings:rsvp", unconfirmed.meeting_id)
    if is_first_time:
        mail_was_answered(unconfirmed.email)
    if is_first_time and is_here(request, unconfirmed):
        sign_in(request, confirmed.user)
    return redirect("meetings:rsvp_by_link", confirmed.token)

"""Saying that one comes to a meeting, and taking it back. No page that is cached holds
any of these forms; whatever changes anything is a POST."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.client import client_key
from base.rate_limits import MINUTE, RateLimit
from members.accounts.sign_in import sign_in

from .forms import GuestForm
from .mails import send_confirmation
from .models import MeetingPage
from .rsvp import Attendance

ANSWERS_OF_SENDER = RateLimit("answers-of-sender", 30, 10 * MINUTE)


def meeting_or_404(pk):
    meetings = MeetingPage.objects.published().defer_streamfields()
    return get_object_or_404(meetings, pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def coming(request, pk):
    """Ask whether somebody comes, and take the answer."""
    meeting = meeting_or_404(pk)
    if request.method == "POST" and (response := refusal(request, meeting)):
        return response
    if request.user.is_authenticated:
        return coming_as_member(request, meeting)
    return coming_as_guest(request, meeting)


def refusal(request, meeting):
    """What is answered instead of taking an answer, or None."""
    may_take_back = request.user.is_authenticated and takes_back(request)
    if not (meeting.takes_answers or may_take_back):
        return show(request, meeting, status=403)
    if ANSWERS_OF_SENDER.hit_limit(client_key(request)):
        reason = _(
            "Many answers have come from your connection in the last minutes. Please "
            "wait a little and send yours again."
        )
        form = GuestForm(initial=request.POST.dict())
        return show(request, meeting, form=form, reason=reason, status=429)
    return None


def takes_back(request):
    return request.POST.get("answer") == "no"


def coming_as_member(request, meeting):
    if request.method == "POST":
        if takes_back(request):
            meeting.attendances.filter(user=request.user).delete()
            return redirect(address_of(meeting) + "?taken_back=1")
        Attendance.of_member(meeting, request.user)
        return redirect(address_of(meeting))
    attendance = meeting.attendances.filter(user=request.user).first()
    taken_back = not attendance and "taken_back" in request.GET
    return show(request, meeting, attendance=attendance, taken_back=taken_back)


def address_of(meeting):
    return reverse("meetings:coming", args=[meeting.pk])


def coming_as_guest(request, meeting):
    form = GuestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():  # without its mail, nobody could confirm it
            attendance, is_due = Attendance.of_guest(meeting, **form.cleaned_data)
            if is_due:
                send_confirmation(attendance)
        return redirect("meetings:sent", meeting.pk)
    return show(request, meeting, form=form, status=422 if form.is_bound else 200)


def show(request, meeting, status=200, **context):
    context["meeting"] = meeting
    return render(request, "blog/coming.html", context, status=status)


@never_cache
@require_safe
def sent(request, pk):
    """Says that a link to confirm is on its way."""
    context = {"meeting": meeting_or_404(pk)}
    return render(request, "blog/coming_sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    """Where the links in mails lead: show what somebody said, and let them confirm it or
    take it back."""
    attendance = Attendance.objects.for_token(token)
    taken_back = request.method == "POST" and takes_back(request)
    context = {"attendance": attendance, "taken_back": taken_back}
    if attendance:
        context["meeting"] = attendance.meeting
    if attendance and taken_back:
        attendance.delete()
        context["attendance"] = None
    elif attendance and request.method == "POST" and attendance.meeting.takes_answers:
        return redirect(confirm(request, attendance))
    status = 200 if context["attendance"] or taken_back else 404
    response = render(request, "blog/answer.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"  # the address is a secret
    return response


def confirm(request, attendance):
    """Let it count and, the first time, sign in who asked to be remembered. Returns the
    address that shows what counts from now on."""
    confirmed, is_first_time = attendance.confirm()
    if confirmed is None:
        return address_of(attendance.meeting)
    if is_first_time and attendance.remember:
        sign_in(request, confirmed.user)
    return reverse("meetings:answer", args=[confirmed.token])

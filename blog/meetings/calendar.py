"""Meetings as calendars read them (RFC 5545)."""

import datetime

from django.conf import settings
from django.db import models, transaction
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event
from wagtail.models import Site
from wagtail.signals import page_published

from base.feeds import printable

from .models import MeetingPage

# Korea has kept the same time since 1988: no calendar needs to know of before or after.
FIRST_DATE, LAST_DATE = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)
ASKED_FOR_EVERY = datetime.timedelta(hours=6)


class CalendarEntry(models.Model):
    """What calendars were last told of a meeting, and how often that changed.

    Not a part of the page: whoever publishes an older version of it publishes something
    newer than what calendars know.
    """

    meeting = models.OneToOneField(
        MeetingPage,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="calendar_entry",
    )
    shown = models.JSONField()
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = gettext_lazy("calendar entry")
        verbose_name_plural = gettext_lazy("calendar entries")

    def __str__(self):
        return f"calendar entry of meeting {self.meeting_id}"


@receiver(page_published, sender=MeetingPage)
@transaction.atomic
def note_what_changed(instance, **kwargs):
    """Raise the sequence if calendars will show another thing than before."""
    shown = {name: str(value) for name, value in shown_of(instance).items()}
    entries = CalendarEntry.objects.select_for_update()
    entry, is_new = entries.get_or_create(
        meeting_id=instance.pk, defaults={"shown": shown}
    )
    if is_new or entry.shown == shown:
        return
    if entry.shown["start"] != shown["start"]:  # who was reminded knows a wrong time
        instance.rsvps.update(reminded_at=None)
    entry.shown = shown
    entry.sequence += 1
    entry.changed_at = timezone.now()
    entry.save()


def shown_of(meeting):
    """What calendars show of `meeting`, in the words of `Event.new`."""
    title = meeting.title
    if meeting.cancelled:  # many programs do not show the status
        title = _("Cancelled: %(title)s") % {"title": title}
    return printable(
        {
            "summary": title,
            "description": "\n\n".join(filter(None, paragraphs_about(meeting))),
            "location": location_of(meeting),
            "start": timezone.localtime(meeting.starts),
            "end": timezone.localtime(meeting.ends),
            "status": "CANCELLED" if meeting.cancelled else "CONFIRMED",
            "url": meeting.full_url,
        }
    )


def paragraphs_about(meeting):
    if meeting.cancelled:
        yield meeting.cancelled_because
    yield meeting.summary
    yield ", ".join(meeting.speaker_list)
    if meeting.venue_for_members:
        yield _(
            "The place is shown to members: open the page of the meeting and sign in. "
            "Not a member yet? Say there that you come, and tick “Remember me”."
        )
    yield meeting.public_map_link
    yield meeting.full_url


def location_of(meeting):
    if meeting.venue_for_members:
        return _("See the page of the meeting, once you are signed in")
    return meeting.venue


def event_of(meeting):
    entry = getattr(meeting, "calendar_entry", None)
    # Made by a program that never published it: it is in its first state.
    changed_at = entry.changed_at if entry else meeting.last_published_at
    changed_at = (changed_at or meeting.starts).astimezone(datetime.UTC)
    shown = shown_of(meeting).items()
    return Event.new(
        uid=meeting.translation_key,  # stays when the address changes
        sequence=entry.sequence if entry else 0,
        stamp=changed_at,
        last_modified=changed_at,
        **{name: value for name, value in shown if value},  # no place: no LOCATION
    )


def calendar_of(meetings, address):
    """The calendar with `meetings` that is found at `address`, as bytes."""
    calendar = Calendar.new(
        prodid="-//Amnesty G48//Meetings//EN",
        uid=address,
        name=_("Meetings of Amnesty G48"),
        subcomponents=[event_of(meeting) for meeting in meetings],
    )
    # The library's own way leaves out the type, without which RFC 7986 has no default.
    calendar.add("REFRESH-INTERVAL", ASKED_FOR_EVERY, {"VALUE": "DURATION"})
    calendar.add_missing_timezones(FIRST_DATE, LAST_DATE)
    return calendar.to_ical()


# --- Views


def published_meetings():
    meetings = MeetingPage.objects.published().defer_streamfields()
    return meetings.select_related("calendar_entry").order_by("starts", "pk")


@require_safe
def all_meetings(request):
    return answer(published_meetings(), reverse("meetings_ics"), "meetings.ics")


@require_safe
def one_meeting(request, path):
    """The meeting whose page is at `path`."""
    site = Site.find_for_request(request)
    beginning = site.root_page.url_path if site else "/"
    meeting = get_object_or_404(published_meetings(), url_path=f"{beginning}{path}/")
    return answer([meeting], f"{meeting.url}meeting.ics", "meeting.ics")


def answer(meetings, path, name):
    return HttpResponse(
        calendar_of(meetings, settings.SITE_URL + path),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )

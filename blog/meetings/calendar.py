"""Meetings in the iCalendar format (RFC 5545)."""

from datetime import UTC, date, timedelta

from django.db import models, transaction
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event
from wagtail.models import Site
from wagtail.signals import page_published

from base.datetimes import FIRST
from base.feeds import printable

from .models import MeetingPage


class CalendarEntry(models.Model):
    """The state of a meeting that calendars last got, and how often it has changed.

    It is not part of the page: publishing an older revision must raise the sequence too.
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
def update_calendar_entry(instance, **kwargs):
    """Raise the sequence if anything changed that calendars show."""
    shown = {name: str(value) for name, value in event_properties(instance).items()}
    entries = CalendarEntry.objects.select_for_update()
    entry, _created = entries.get_or_create(
        meeting_id=instance.pk, defaults={"shown": shown}
    )
    if entry.shown == shown:
        return
    if entry.shown["start"] != shown["start"]:  # reminders have told the wrong time
        instance.rsvps.update(reminded_at=None)
    entry.shown = shown
    entry.sequence += 1
    entry.changed_at = timezone.now()
    entry.save()


def event_properties(meeting):
    """What calendars show of `meeting`, as arguments of `Event.new`."""
    title, location = meeting.title, meeting.venue
    if meeting.cancelled:  # many programs ignore the status
        title = _("Cancelled: %(title)s") % {"title": title}
    if meeting.venue_for_members:
        location = _("See the page of the meeting, once you are signed in")
    return printable(
        {
            "summary": title,
            "description": "\n\n".join(filter(None, description_paragraphs(meeting))),
            "location": location,
            "start": timezone.localtime(meeting.starts),
            "end": timezone.localtime(meeting.ends),
            "status": "CANCELLED" if meeting.cancelled else "CONFIRMED",
            "url": meeting.full_url,
        }
    )


def description_paragraphs(meeting):
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


def build_event(meeting):
    entry = getattr(meeting, "calendar_entry", None)
    # A page that was saved by code, without publishing a revision, has no entry.
    changed_at = entry.changed_at if entry else meeting.last_published_at
    changed_at = (changed_at or FIRST).astimezone(UTC)  # never in the future
    properties = event_properties(meeting).items()
    return Event.new(
        uid=meeting.translation_key,  # stable when the URL changes
        sequence=entry.sequence if entry else 0,
        stamp=changed_at,
        last_modified=changed_at,
        **{name: value for name, value in properties if value},  # no empty LOCATION
    )


# --- Views


def published_meetings():
    meetings = MeetingPage.objects.published().defer_streamfields()
    return meetings.select_related("calendar_entry").order_by("starts", "pk")


@require_safe
def all_meetings(request):
    meetings = published_meetings()
    return calendar_response(meetings, "meetings.ics")


@require_safe
def one_meeting(request, path):
    """The calendar of the meeting whose page is at `path`."""
    site = Site.find_for_request(request)
    root = site.root_page.url_path if site else "/"
    meeting = get_object_or_404(published_meetings(), url_path=f"{root}{path}/")
    return calendar_response([meeting], "meeting.ics")


def calendar_response(meetings, filename):
    calendar = Calendar.new(
        prodid="-//Amnesty G48//Meetings//EN",
        name=_("Meetings of Amnesty G48"),
        subcomponents=[build_event(meeting) for meeting in meetings],
    )
    # Programs that keep each event in a file of its own, like vdirsyncer and khal, take
    # the calendar's for that of every event, and show one of all.
    del calendar["UID"]
    # The library's own argument leaves out the type, which RFC 7986 requires.
    calendar.add("REFRESH-INTERVAL", timedelta(hours=6), {"VALUE": "DURATION"})
    # The range of the time zone definition. Korea has not changed its clocks since 1988.
    calendar.add_missing_timezones(date(2000, 1, 1), date(2100, 1, 1))
    return HttpResponse(
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{filename}"'},
    )

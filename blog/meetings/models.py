"""Meetings: posts that have a time and a place."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel, Panel
from wagtail.api import APIField
from wagtail.models import Page, PageManager

from base.datetimes import BoundedDateTimeField
from base.pages import api_fields_of, organization, searchable
from blog.posts.models import BlogPage, BlogPageQuerySet


class MeetingQuerySet(BlogPageQuerySet):
    def upcoming(self):
        """Meetings that have not ended, the next one first."""
        return self.filter(ends__gt=timezone.now()).order_by("starts", "pk")

    def past(self):
        """Meetings that have ended, the latest one first."""
        return self.filter(ends__lte=timezone.now()).order_by("-starts", "-pk")

    def not_cancelled(self):
        return self.filter(cancelled=False)

    def for_api(self):
        """Published meetings with covers, topics and the number of confirmed RSVPs.

        The topics are in `shown_topics`, the number in `coming`, as the API calls it.
        """
        confirmed = Q(rsvps__confirmed_at__isnull=False)
        topics = self.model._meta.get_field("topics").related_model.objects.public()
        topics = Prefetch("topics", topics, to_attr="shown_topics")
        meetings = self.published().defer_streamfields().with_covers()
        coming = Count("rsvps", filter=confirmed, distinct=True)
        return meetings.prefetch_related(topics).annotate(coming=coming)


class RSVPPanel(Panel):
    """The names of those who come to a meeting, for users who may publish it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/rsvp/panel.html"

        def is_shown(self):
            meeting, user = self.instance, self.request.user
            return bool(meeting.pk) and meeting.permissions_for_user(user).can_publish()

        def get_context_data(self, parent_context=None):
            rsvps = self.instance.rsvps.confirmed().select_related("user")
            context = super().get_context_data(parent_context)
            return {**context, "rsvps": rsvps.order_by("confirmed_at", "pk")}


class MeetingPage(BlogPage):
    """A post with a time and a venue, to which people can RSVP."""

    starts = BoundedDateTimeField(
        _("begins"), db_index=True, help_text=_("Day and time in Seoul.")
    )
    ends = BoundedDateTimeField(
        _("ends"),
        db_index=True,
        help_text=_("Roughly. From then on it is among the past meetings."),
    )
    venue = models.CharField(
        _("venue"),
        max_length=300,
        blank=True,
        help_text=_(
            "The name of the place and how to get there, like “Café Dongne, second "
            "floor, Hongdae, exit 3”. Leave it empty while you do not know it."
        ),
    )
    venue_for_members = models.BooleanField(
        _("venue for members only"),
        default=False,
        help_text=_(
            "Only people who are signed in see venue and map. Then write the place "
            "neither into the title nor into the summary or the text."
        ),
    )
    map_link = models.URLField(
        _("link to a map"),
        blank=True,
        help_text=_("The address of the place on a map, like that of Naver or Kakao."),
    )
    speakers = models.TextField(
        _("speakers"),
        blank=True,
        max_length=1000,
        help_text=_("Who speaks, one on each line. Leave it empty for none."),
    )
    cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_(
            "Once published, everybody who said that they come gets a mail. Calendars "
            "show it too. Do not unpublish the meeting: then nobody would hear of it."
        ),
    )
    cancelled_because = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("One sentence that readers see, like “The speaker is ill.”"),
    )

    objects = PageManager.from_queryset(MeetingQuerySet)()

    content_panels = [
        *Page.content_panels,
        "summary",
        MultiFieldPanel(["starts", "ends"], heading=_("When")),
        MultiFieldPanel(["venue", "venue_for_members", "map_link"], heading=_("Where")),
        "speakers",
        "cover",
        "body",
        BlogPage.about_panel,
        MultiFieldPanel(
            ["cancelled", "cancelled_because"], heading=_("If it does not take place")
        ),
        RSVPPanel(heading=_("Who is coming")),
    ]
    search_fields = [
        *BlogPage.search_fields,
        # Never the venue itself: what is found tells of it.
        *searchable("speakers", "public_venue"),
    ]
    api_fields = [
        *BlogPage.api_fields,
        *api_fields_of(["starts", "ends"]),
        # Not the venue itself: API fields can be filtered by, as in `?venue=`.
        APIField("public_venue"),
        APIField("public_map_link"),
        *api_fields_of(
            ["venue_for_members", "speakers", "cancelled", "cancelled_because"]
        ),
    ]

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    @property
    def public_venue(self) -> str:
        """The venue, or an empty text if only members may know it."""
        return "" if self.venue_for_members else self.venue

    @property
    def public_map_link(self) -> str:
        return "" if self.venue_for_members else self.map_link

    @property
    def speaker_list(self):
        return [name.strip() for name in self.speakers.splitlines() if name.strip()]

    @property
    def is_over(self):
        return self.ends <= timezone.now()

    @property
    def takes_rsvps(self):
        return not (self.cancelled or self.is_over)

    @property
    def ends_on_its_day(self):
        return timezone.localdate(self.starts) == timezone.localdate(self.ends)

    @cached_property
    def rsvp_count(self):
        return self.rsvps.confirmed().count() if self.pk else 0

    @property
    def calendar_url(self) -> str:
        """The address of a file by which calendar programs take it up."""
        return f"{self.full_url}meeting.ics"

    @staticmethod
    def calendar_subscription_url():
        """The address with which calendar programs subscribe to all meetings."""
        return f"webcal://{urlsplit(settings.SITE_URL).netloc}{reverse('meetings_ics')}"

    def structured_data(self):
        event = {
            "@type": "Event",
            "name": self.title,
            "description": self.description,
            "url": self.full_url,
            "startDate": timezone.localtime(self.starts).isoformat(),
            "endDate": timezone.localtime(self.ends).isoformat(),
            "eventStatus": "https://schema.org/"
            + ("EventCancelled" if self.cancelled else "EventScheduled"),
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "organizer": organization(),
        }
        if self.speaker_list:
            event["performer"] = [
                {"@type": "Person", "name": name} for name in self.speaker_list
            ]
        if not self.venue_for_members:
            venue = self.venue or "Seoul"  # programs want a place
            event["location"] = {"@type": "Place", "name": venue, "address": venue}
        event |= self.structured_picture()
        return [*super().structured_data(), event]

    def clean(self):
        super().clean()
        if self.starts and self.ends and self.ends <= self.starts:
            message = _("A meeting ends after it begins. Please look at both times.")
            raise ValidationError({"ends": message})

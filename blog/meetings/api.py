"""Meetings for other front ends."""

import datetime
from typing import Annotated

from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from base.api.operations import Slice, list_of, paginate
from base.api.schemas import (
    PageSchema,
    PictureSchema,
    field_names,
    optional,
    represent_picture,
)
from base.images.specs import COVER_FILTER

from .models import MeetingPage

router = Router(tags=["meetings"])

LocalTime = Annotated[datetime.datetime, AfterValidator(timezone.localtime)]


class MeetingSchema(PageSchema):
    id: int = Field(examples=[12])
    title: str = optional("Plain text.", "A letter evening")
    slug: str = optional("The last part of its address.", "a-letter-evening")
    url: str = optional(
        "Where people read it.", "https://g48.example.org/blog/a-letter-evening/"
    )
    detail_url: str = optional(
        "Where programs read it, with its body.",
        "https://g48.example.org/api/v3/pages/12/",
    )
    calendar_url: str = optional(
        "It as iCalendar.", "https://g48.example.org/blog/a-letter-evening/meeting.ics"
    )
    summary: str = optional("One or two sentences.", "We write together.")
    starts: LocalTime = optional("In Seoul.", "2030-06-01T19:00:00+09:00")
    ends: LocalTime = optional("In Seoul.", "2030-06-01T21:00:00+09:00")
    venue: str = optional(
        "Where, or empty while it is not known or only members may know it.",
        "Café Dongne",
        alias="public_venue",
    )
    venue_for_members: bool = optional("Whether only members may know it.", False)
    map_link: str = optional(
        "The place on a map, or empty.", "", alias="public_map_link"
    )
    speakers: list[str] = optional("Who speaks.", ["Kim Minji"], alias="speaker_list")
    cancelled: bool = optional("Whether it does not take place.", False)
    cancelled_because: str = optional("Why it does not.", "")
    coming: int = optional("How many people said that they come.", 3)
    topics: list[int] = optional("The ids of the topics that it takes up.", [48])
    cover: PictureSchema | None = optional("Its picture, 1200 × 675, if it has one.")

    @staticmethod
    def resolve_calendar_url(meeting, context):
        return meeting.get_full_url(context["request"]) + "meeting.ics"

    @staticmethod
    def resolve_topics(meeting):
        return [topic.pk for topic in meeting.shown_topics]

    @staticmethod
    def resolve_cover(meeting):
        return represent_picture(meeting.cover, COVER_FILTER)


class MeetingFilters(Schema):
    upcoming: bool | None = Field(
        None, description="True: only those that are not over; false: only past ones."
    )

    def apply(self, meetings):
        """Those to come from the next one on, past ones from the last one back."""
        if self.upcoming is None:
            return meetings.order_by("-starts", "-pk")
        return meetings.upcoming() if self.upcoming else meetings.past()


@router.get(
    "/", **list_of(MeetingSchema), operation_id="meetings_list", summary="List meetings"
)
def list_meetings(
    request,
    filters: Query[MeetingFilters],
    part: Query[Slice],
    fields: field_names(MeetingSchema) = "",
):
    """Published meetings: `upcoming=true` has the next one first, all else the latest."""
    meetings = filters.apply(MeetingPage.objects.for_api())
    return paginate(meetings, part, request, MeetingSchema, fields)

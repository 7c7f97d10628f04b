"""The timeline, entry by entry."""

from typing import Literal

from ninja import Field, Query, Router, Schema

from base.api.bodies import RichTextFormat, represent_rich_texts
from base.api.operations import Slice, list_of, paginate
from base.api.schemas import (
    PageSchema,
    PictureSchema,
    field_names,
    optional,
    represent_picture,
)

from .models import TimelineEntryPage

router = Router(tags=["timeline"])


class EntrySchema(PageSchema):
    id: int = Field(examples=[7])
    title: str = optional("Plain text.", "The Korean section is founded")
    slug: str = optional("The last part of its address.", "founded")
    url: str = optional(
        "Where people read it.", "https://g48.example.org/history/founded/"
    )
    detail_url: str = optional(
        "Where programs read it.", "https://g48.example.org/api/v3/pages/7/"
    )
    date: str = optional(
        "As much of the date as is known.", "1972-03-28", "1972", alias="iso_date"
    )
    date_text: str = optional("The same in words.", "28 March 1972")
    year: int = optional("Its year.", 1972)
    whose: Literal["section", "group"] = optional(
        "Whose history: the Korean section's or the group's.", "section"
    )
    body: str = optional(
        "What happened, as rich text.", "<p>In Seoul …</p>", alias="represented_body"
    )
    picture: PictureSchema | None = optional("A picture, if there is one.")
    source: str = optional("How we know.", "Minutes of 1972")
    is_closure: bool = optional("Whether the work had to stop then.", False)

    @staticmethod
    def prefetch_body(entries, request):
        bodies = represent_rich_texts([entry.body for entry in entries], request)
        for entry, body in zip(entries, bodies, strict=True):
            entry.represented_body = body

    @staticmethod
    def resolve_picture(entry):
        return represent_picture(entry.picture)


class EntryFilters(Schema):
    year: int | None = Field(None, examples=[1972])
    whose: Literal["section", "group"] | None = Field(None, examples=["group"])
    order: Literal["date", "-date"] = Field(
        "date", description="The oldest first, or the newest first."
    )

    def apply(self, entries):
        given = self.model_dump(include={"year", "whose"}, exclude_none=True)
        entries = entries.filter(**given).in_order()
        return entries.reverse() if self.order == "-date" else entries


@router.get(
    "/",
    **list_of(EntrySchema),
    operation_id="timeline_list",
    summary="List the entries of the timeline",
)
def list_entries(
    request,
    filters: Query[EntryFilters],
    part: Query[Slice],
    fields: field_names(EntrySchema) = "",
    rich_text_format: RichTextFormat = None,
):
    """What happened, in the order in which it did."""
    entries = filters.apply(TimelineEntryPage.objects.published().with_pictures())
    return paginate(entries, part, request, EntrySchema, fields)

"""The timeline, entry by entry."""

from typing import Literal

from ninja import Field, Query, Router, Schema
from wagtail.api.rich_text import APIRichText

from base.api.lists import (
    PUBLIC,
    PictureSchema,
    RichTextFormat,
    Slice,
    chosen,
    detail_url,
    field_names,
    listed,
    only,
    optional,
    part_of,
    problems,
)
from base.api.representations import expand_all, picture_of

from .models import TimelineEntryPage

router = Router(tags=["timeline"])


class EntrySchema(Schema):
    id: int = Field(examples=[7])
    title: str = optional("Plain text.", "The Korean section is founded")
    slug: str = optional("The last part of its address.", "founded")
    url: str = optional(
        "Where people read it.", "https://g48.example.org/history/founded/"
    )
    detail_url: str = optional(
        "Where programs read it.", "https://g48.example.org/api/v3/pages/7/"
    )
    date: str = optional("As much of the date as is known.", "1972-03-28", "1972")
    date_text: str = optional("The same in words.", "28 March 1972")
    year: int = optional("Its year.", 1972)
    whose: Literal["section", "group"] = optional(
        "Whose history: the Korean section's or the group's.", "section"
    )
    body: str = optional("What happened, as rich text.", "<p>In Seoul …</p>")
    picture: PictureSchema | None = optional("A picture, if there is one.")
    source: str = optional("How we know.", "Minutes of 1972")
    is_closure: bool = optional("Whether the work had to stop then.", False)


class EntryFilters(Schema):
    year: int | None = Field(None, examples=[1972])
    whose: Literal["section", "group"] | None = Field(None, examples=["group"])
    order: Literal["date", "-date"] = Field(
        "date", description="The oldest first, or the newest first."
    )

    def apply(self, entries):
        conditions = {"year": self.year, "whose": self.whose}
        given = {key: value for key, value in conditions.items() if value is not None}
        entries = entries.filter(**given).in_order()
        return entries.reverse() if self.order == "-date" else entries


@router.get(
    "/",
    auth=PUBLIC,
    response={200: listed(EntrySchema), **problems(400, 422)},
    exclude_unset=True,
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
    wanted = chosen(EntrySchema, fields)
    entries = TimelineEntryPage.objects.published().with_pictures()
    form = APIRichText.resolve_format(rich_text_format)
    return part_of(
        filters.apply(entries),
        part,
        request,
        lambda entries: represent(entries, request, wanted, form),
    )


def represent(entries, request, wanted, form):
    bodies = [entry.body for entry in entries]
    if form == APIRichText.FORMAT_HTML:
        bodies = expand_all(bodies)
    else:
        bodies = [APIRichText.serialize(body, format=form) for body in bodies]
    return [
        only(
            wanted,
            {
                "id": entry.pk,
                "title": entry.title,
                "slug": entry.slug,
                "url": entry.get_full_url(request),
                "detail_url": detail_url(entry, request),
                "date": entry.iso_date,
                "date_text": entry.date_text,
                "year": entry.year,
                "whose": entry.whose,
                "body": body,
                "picture": lambda entry=entry: picture_of(entry.picture),
                "source": entry.source,
                "is_closure": entry.is_closure,
            },
        )
        for entry, body in zip(entries, bodies, strict=True)
    ]

"""What the routers of the API have in common: who asks, lists, fields, errors.

A router of ours is a `ninja.Router` in `api.py` of its app, added in `g48cms/api.py`:

    @router.get(
        "/", auth=PUBLIC, response={200: listed(ThingSchema), **problems(400, 422)},
        exclude_unset=True, operation_id="things_list", summary="List things",
    )
    def list_things(request, part: Query[Slice], fields: field_names(ThingSchema) = ""):
        wanted = chosen(ThingSchema, fields)
        return part_of(things, part, request, lambda things: [only(wanted, {…}) …])

ETags, errors as problems, caching and what the description says of them come by
themselves.
"""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema
from pydantic import WithJsonSchema
from wagtail.api.rich_text import RichTextOutputFormat
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth
from wagtail.api.v3.errors import ProblemDetail
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination

# For what everybody may read: with a token or without.
PUBLIC = [BearerTokenAuth(), AllowAnonymous()]

RichTextFormat = Annotated[
    RichTextOutputFormat | None,
    Query(
        description="How rich text is written: as it is kept (`db_html`, the default), "
        "with the addresses that links lead to (`html`), or as Markdown."
    ),
]


class Pagination(WagtailLimitOffsetPagination):
    def _items_count(self, queryset):
        # Ninja's would read all that a search found to count it.
        return queryset.count()


class Slice(WagtailLimitOffsetPagination.Input):
    """The part of a list that is asked for, as Wagtail's own lists have it."""

    limit: int = Field(20, ge=1, description="How many at most; 20 is the most.")
    offset: int = Field(0, ge=0, description="How many to leave out at the beginning.")


class PictureSchema(Schema):
    """A picture, ready to be shown."""

    id: int = Field(examples=[12])
    url: str = Field(examples=["https://g48.example.org/media/images/candle.jpg"])
    width: int = Field(examples=[1200])
    height: int = Field(examples=[675])
    alt: str = Field(
        description="What it shows; empty where it is decoration.",
        examples=["A candle in barbed wire"],
    )
    credit: str = Field(description="Who made it, or empty.", examples=["Kim Minji"])


def optional(description, *examples):
    """A field of a list that is left out unless `?fields=` names it."""
    return Field(
        default_factory=lambda: None, description=description, examples=list(examples)
    )


def listed(schema):
    """The schema of a list of `schema`, as Wagtail's own lists have it."""
    return type(Schema)(
        f"Paged{schema.__name__}",
        (Schema,),
        {
            "__annotations__": {"items": list[schema], "count": int},
            "count": Field(description="How many there are in all.", examples=[42]),
        },
    )


def field_names(schema):
    """The parameter `?fields=` of a list of `schema`."""
    name = f" *({'|'.join(schema.model_fields)}) *"
    # Only described: who errs is told in a sentence, by `chosen`.
    described = {
        "type": "string",
        "pattern": f"^({name}(,{name})*)?$",
        "description": "Names of the fields wanted, with commas between them; all, if "
        "empty.",
        "examples": ["title,url"],
    }
    return Annotated[str, WithJsonSchema(described)]


def chosen(schema, fields):
    """The names in `fields`, or of all fields of `schema`; raises ValidationError for a
    name that is none."""
    names = {name.strip(" ") for name in fields.split(",")} if fields else set()
    if unknown := names - schema.model_fields.keys():
        raise ValidationError(
            _("There is no field %(unknown)s. Choose of %(known)s."),
            params={
                "unknown": ", ".join(sorted(unknown)),
                "known": ", ".join(schema.model_fields),
            },
        )
    return {"id", *names} if names else set(schema.model_fields)


def only(fields, values):
    """Of the dict `values`, what `fields` names; what is callable is asked only then."""
    return {
        name: value() if callable(value) else value
        for name, value in values.items()
        if name in fields
    }


def part_of(queryset, part, request, represent):
    """The Slice `part` of `queryset`: as many as there are in all, and the items, of
    which `represent` makes what is answered, all at once."""
    found = Pagination().paginate_queryset(queryset, part, request)
    return {"count": found["count"], "items": represent(list(found["items"]))}


def detail_url(page, request):
    """Where programs read `page` with all its fields."""
    path = reverse("wagtailapi_v3:detail_page", args=[page.pk])
    return request.build_absolute_uri(path)


def problems(*statuses):
    """For the answers of an operation: the errors with these statuses."""
    return dict.fromkeys(statuses, ProblemDetail)

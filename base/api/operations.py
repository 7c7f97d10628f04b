"""Operations: who may use them, their errors, and lists as Wagtail's own answer them.

@router.get(
    "/", **list_of(PostSchema), operation_id="posts_list", summary="List posts"
)
def list_posts(request, part: Query[Slice], fields: field_names(PostSchema) = ""):
    return paginate(BlogPage.objects.for_api(), part, request, PostSchema, fields)
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import create_model
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth
from wagtail.api.v3.errors import ProblemDetail
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination

from .schemas import SelectableSchema, parse_fields

# What everybody may read: with a token or without.
PUBLIC = [BearerTokenAuth(), AllowAnonymous()]


def problems(*statuses: int) -> dict[int, type[ProblemDetail]]:
    """The part of an operation's `response` that names its errors (RFC 9457)."""
    return dict.fromkeys(statuses, ProblemDetail)


class Pagination(WagtailLimitOffsetPagination):
    def _items_count(self, queryset):
        # Ninja's calls all(), which makes a search read everything it found.
        return queryset.count()


class Slice(WagtailLimitOffsetPagination.Input):
    """The parameters `limit` and `offset`."""

    limit: int = Field(20, ge=1, description="How many at most; 20 is the most.")
    offset: int = Field(0, ge=0, description="How many to leave out at the beginning.")


def paged(schema: Any) -> type[Schema]:
    """The schema of a list of `schema`."""
    count = Field(description="How many there are in all.", examples=[42])
    return create_model(
        f"Paged{schema.__name__}",
        __base__=Schema,
        items=(list[schema], ...),
        count=(int, count),
    )


def list_of(
    schema: type[SelectableSchema], auth: Any = PUBLIC, statuses: tuple[int, ...] = ()
) -> dict[str, Any]:
    """The arguments of an operation that answers a list of `schema`.

    It may answer with errors of these `statuses` besides 400 and 422.
    """
    return {
        "auth": auth,
        "response": {200: paged(schema), **problems(400, *statuses, 422)},
        "exclude_unset": True,
    }


def paginate(
    queryset: QuerySet,
    part: Slice,
    request: HttpRequest,
    schema: type[SelectableSchema],
    fields: str,
) -> dict[str, Any]:
    """The `part` of `queryset` as a list of `schema` with the `fields` asked for."""
    names = parse_fields(schema, fields)
    found = Pagination().paginate_queryset(queryset, part, request)
    items = schema.select_fields(list(found["items"]), names, request)
    return {"count": found["count"], "items": items}

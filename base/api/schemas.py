"""Schemas of what the API tells, and of lists, where `?fields=` names the fields wanted."""

from collections.abc import Collection
from typing import Annotated, Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.schema import DjangoGetter
from pydantic import WithJsonSchema, model_validator
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from base.images.specs import PICTURE_FILTER
from base.pages import published

# --- Items of lists


class SelectableSchema(Schema):
    """An item of a list.

    Fields are resolved from the object as in any schema of Ninja: by name, by `alias` or
    by `resolve_<field>(instance, context)`. What is best looked up for all objects of
    the list together goes into `prefetch_<field>(instances, request)`. A field that is
    not asked for is neither prefetched nor resolved.
    """

    @classmethod
    def select_fields(
        cls, instances: list[Any], names: Collection[str], request: HttpRequest
    ) -> list["SelectedFields"]:
        """What to answer for `instances` so that each has the fields `names` only."""
        methods = (getattr(cls, f"prefetch_{name}", None) for name in names)
        for prefetch in dict.fromkeys(filter(None, methods)):
            prefetch(instances, request)
        keys = frozenset(cls.model_fields[name].alias or name for name in names)
        return [SelectedFields(instance, keys) for instance in instances]

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, value, handler, info) -> Self:
        # Takes the place of Ninja's method of this name, which does the last line.
        if isinstance(value, SelectedFields):
            getter = DjangoGetter(value.instance, cls, info.context)
            return handler(SelectedFieldsGetter(getter, value.keys))
        return handler(DjangoGetter(value, cls, info.context))


class SelectedFields(NamedTuple):
    instance: Any
    keys: Collection[str]


class SelectedFieldsGetter:
    """Has no attribute but `keys`: the other fields of a schema stay unset."""

    def __init__(self, getter: DjangoGetter, keys: Collection[str]):
        self._getter = getter
        self._keys = keys

    def __getattr__(self, key):
        if key in self._keys:
            return getattr(self._getter, key)
        raise AttributeError(key)


def optional(description: str, *examples: Any, alias: str | None = None) -> Any:
    """A field of a list that is left out unless `?fields=` names it."""
    return Field(
        default_factory=lambda: None,
        alias=alias,
        description=description,
        examples=list(examples),
    )


def field_names(schema: type[Schema]) -> Any:
    """The type of the parameter `?fields=` of a list of `schema`."""
    name = f" *({'|'.join(schema.model_fields)}) *"
    # This only describes: `parse_fields` tells in a sentence what is wrong.
    described = {
        "type": "string",
        "pattern": f"^({name}(,{name})*)?$",
        "description": "Names of the fields wanted, with commas between them; all, if "
        "empty.",
        "examples": ["title,url"],
    }
    return Annotated[str, WithJsonSchema(described)]


def parse_fields(schema: type[Schema], fields: str) -> set[str]:
    """The names in `fields`, or of all fields of `schema` if it is empty.

    Raises ValidationError for an unknown name.
    """
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


# --- Pages


class PageSchema(SelectableSchema):
    """For schemas of pages: resolves the fields `type`, `url` and `detail_url`."""

    @staticmethod
    def resolve_type(page):
        return page.specific_class._meta.label

    @staticmethod
    def resolve_url(page, context):
        return page.get_full_url(context["request"])

    @staticmethod
    def resolve_detail_url(page, context):
        return detail_url(page, context["request"])


def detail_url(page: Page, request: HttpRequest) -> str:
    """Where programs read `page` with all its fields."""
    path = reverse("wagtailapi_v3:detail_page", args=[page.pk])
    return request.build_absolute_uri(path)


def hide_private_relatives(data: Any) -> None:
    """Take from the page `data` the parent and the alias that not everybody may read."""
    meta = (data.get("meta") or {}) if isinstance(data, dict) else {}
    for name in ("parent", "alias_of"):
        other = meta.get(name)
        if other and not published(Page.objects.filter(pk=other["id"])).exists():
            meta[name] = None


# --- Pictures


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


def represent_picture(
    image: AbstractImage | None, spec: str = PICTURE_FILTER, alt: str | None = None
) -> dict[str, Any] | None:
    """`image` in the size `spec`, or smaller until that is made; None if there is none."""
    if image is None:
        return None
    rendition = image.get_rendition(spec)
    if not rendition.file:
        return None
    return {
        "id": image.pk,
        "url": rendition.full_url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.description if alt is None else alt,
        "credit": image.credit,
    }

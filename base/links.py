"""Links to pages and documents of ours: shown as links while anybody may follow them."""

from copy import copy
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
)
from django.db.models.lookups import StartsWith
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import CollectionViewRestriction, Page

from .pages import published


def public(targets: QuerySet[Any]) -> QuerySet[Any]:
    """Of the queryset `targets`, pages or documents, those that anybody may read."""
    if issubclass(targets.model, Page):
        return published(targets)
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    at_or_above = CollectionViewRestriction.objects.filter(
        StartsWith(path, F("collection__path"))
    )
    return targets.exclude(Exists(at_or_above))


def public_url(target: Any) -> str | None:
    """The URL of a page or document, or None if not everybody may read it."""
    if target is None:
        return None
    found = public(type(target).objects.filter(pk=target.pk))
    is_public = getattr(target, "is_public", None)  # see PublicTargetsMixin
    return target.url if (found.exists() if is_public is None else is_public) else None


class PublicTargetsMixin:
    """A block that knows of all its targets, in one query, whether they are public."""

    def bulk_to_python(self, values):
        model = self.model_class
        is_public = Exists(public(model.objects.filter(pk=OuterRef("pk"))))
        targets = model.objects.annotate(is_public=is_public).in_bulk(values)
        return [copy(targets.get(value)) for value in values]


class PageBlock(PublicTargetsMixin, blocks.PageChooserBlock):
    canonical_module_path = "wagtail.blocks.PageChooserBlock"  # in migrations


class PublicDocumentBlock(PublicTargetsMixin, DocumentChooserBlock):
    """A document, of which templates ask `public_url`."""

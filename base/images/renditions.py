"""The renditions of a picture: pages are shown without those that are missing."""

import logging
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.db import transaction
from PIL import Image as Pillow
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from .metadata import MODES, check_size, normalise
from .requests import request_renditions

# What the lists of the CMS show, and what a page shows first of a picture.
SMALL = ["max-165x165", "format-jpeg|width-480"]
REQUEST_PAUSE = 5 * 60  # seconds

logger = logging.getLogger(__name__)


class PictureWithRenditions(AbstractImage):
    """Has renditions made by the worker, so that no reader waits and none is made twice."""

    renditions: Any
    rendition_requests: Any

    class Meta:
        abstract = True

    # --- Shown by pages, feeds, the API and the CMS

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:
        return next(iter(self.get_renditions(filter).values()))

    def get_renditions(self, *filters: Filter | str) -> dict[str, AbstractRendition]:
        """Return those that are there, by their specs, and ask the worker for the others.

        There is always one, if only a smaller one or a grey place.
        """
        wanted = [f if isinstance(f, Filter) else Filter(f) for f in filters]
        if [f.spec for f in wanted] == ["original"]:
            return {"original": self._original()}
        found = self.find_existing_renditions(*wanted)
        self._remember(found.values())
        self._request_once([f for f in wanted if f not in found])
        if not found:
            return {wanted[0].spec: self._stand_in(wanted[0])}
        return {f.spec: found[f] for f in wanted if f in found}

    def create_renditions(self, *filters: Filter) -> None:
        raise NotImplementedError("Renditions are made by make_rendition() alone.")

    create_rendition = create_renditions

    def _original(self):
        """The file as it was uploaded, which has lost its metadata."""
        return self.renditions.model(
            image=self,
            filter_spec="original",
            file=self.file.name,
            width=self.width,
            height=self.height,
        )

    def _stand_in(self, filter):
        """The rendition whose width is nearest, or one without a file if there is none."""
        width, height = filter.get_transform(self).size
        there = self._get_prefetched_renditions() or self.renditions.all()
        shown = [r for r in there if not r.file.name.endswith(".avif")]
        if shown:
            return min(shown, key=lambda rendition: abs(rendition.width - width))
        return self.renditions.model(
            image=self, filter_spec=filter.spec, width=width, height=height
        )

    def _remember(self, renditions):
        """Keep them in the cache, as Wagtail does."""
        new = [r for r in renditions if not getattr(r, "_from_cache", False)]
        if new:
            cache = self.renditions.model.cache_backend
            cache.set_many({r.get_cache_key(): r for r in new})

    def _request_once(self, filters):
        """Ask the worker for them, not with each reader while it is at it."""
        model = self.renditions.model
        new = [
            f.spec
            for f in filters
            if model.cache_backend.add(
                "requested-"
                + model.construct_cache_key(self, f.get_cache_key(self), f.spec),
                True,
                REQUEST_PAUSE,
            )
        ]
        if new:
            request_renditions(self, new)

    def request_missing(self, specs: Iterable[str]) -> None:
        """Ask the worker for those of `specs` that are not there."""
        filters = [Filter(spec) for spec in specs]
        found = self.find_existing_renditions(*filters)
        request_renditions(self, [f.spec for f in filters if f not in found])

    # --- Made by the worker and, if small, by an upload

    def make_rendition(self, spec: str) -> None:
        filter = Filter(spec)
        key = {"filter_spec": spec, "focal_point_key": filter.get_cache_key(self)}
        if self.renditions.filter(**key).exists():
            return
        with self.open_file() as file:
            source = readable_source(file.read(), self.file.name)
        made = self.generate_rendition_file(filter, source=source)
        rendition = self.renditions.model(image=self, **key)
        rendition.file.save(made.name, made, save=False)
        stored = False
        try:
            stored = self._store(rendition)
        finally:
            if not stored:
                rendition.file.delete(save=False)

    def _store(self, rendition):
        """Whether it was stored: meanwhile the picture can have been replaced or deleted."""
        with transaction.atomic():
            same = type(self).objects.filter(pk=self.pk, file=self.file.name)
            if not same.select_for_update().exists():
                return False
            _, created = self.renditions.get_or_create(
                filter_spec=rendition.filter_spec,
                focal_point_key=rendition.focal_point_key,
                defaults={
                    "file": rendition.file.name,
                    "width": rendition.width,
                    "height": rendition.height,
                },
            )
            return created

    def make_small_renditions(self) -> None:
        for spec in SMALL:
            try:
                self.make_rendition(spec)
            except Exception:
                # The picture is stored, and that alone matters now.
                logger.exception("No small rendition of the picture %s.", self.pk)

    def remake_renditions(self) -> None:
        """Ask for those that were made of a file which has been replaced."""
        specs = list(self.renditions.values_list("filter_spec", flat=True))
        self.rendition_requests.all().delete()
        self.renditions.all().delete()
        request_renditions(self, specs)


def readable_source(content: bytes, name: str) -> File:
    """The picture as Wagtail's filters and all writers can read it.

    Those that were uploaded before uploads were normalised need it.
    """
    check_size(BytesIO(content))
    with Pillow.open(BytesIO(content)) as picture:
        if picture.mode in MODES:
            return File(BytesIO(content), name=name)
        normalised = BytesIO()
        normalise(picture).save(normalised, "PNG")
    normalised.seek(0)
    return File(normalised, name=name)

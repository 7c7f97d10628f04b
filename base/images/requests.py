"""Which renditions are wanted, and how the worker makes them."""

import datetime
import logging
from collections.abc import Callable, Collection

from django.db import DatabaseError, models, transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage

# After the first try, the second and so on. A disk can be full, or a file come back.
PAUSES = [
    datetime.timedelta(minutes=1),
    datetime.timedelta(minutes=10),
    datetime.timedelta(hours=1),
    datetime.timedelta(days=1),
]

logger = logging.getLogger(__name__)


class RenditionRequestQuerySet(models.QuerySet):
    def due(self):
        """Those to make now: first what every browser shows, then what saves bytes."""
        format_order = Case(
            When(filter_spec__contains="format-avif", then=Value(2)),
            When(filter_spec__contains="format-webp", then=Value(1)),
            default=Value(0),
        )
        return self.filter(due_at__lte=timezone.now()).order_by(
            "tries", format_order, "pk"
        )

    def claim(self):
        """The next one, which nobody else gets meanwhile, or None.

        It counts as a failed try until it is made: it could end the process.
        """
        with transaction.atomic():
            request = (
                self.due().select_for_update(skip_locked=True, of=["self"]).first()
            )
            if request:
                pause = PAUSES[min(request.tries, len(PAUSES) - 1)]
                request.due_at = timezone.now() + pause
                request.tries += 1
                request.save(update_fields=["due_at", "tries"])
        return request


class RenditionRequest(models.Model):
    """A rendition that a page shows and that is still to be made."""

    image = models.ForeignKey(
        "g48cms.Image", models.CASCADE, related_name="rendition_requests"
    )
    filter_spec = models.CharField(max_length=255)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = RenditionRequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec"], name="one_request_for_each_rendition"
            )
        ]
        verbose_name = _("requested rendition")
        verbose_name_plural = _("requested renditions")

    def __str__(self):
        return f"{self.filter_spec} of {self.image}"

    def make(self):
        """Make the rendition; if that fails, log it the first time and try again later."""
        try:
            self.image.make_rendition(self.filter_spec)
        except Exception:
            # A decoder can raise anything; the other renditions must be made nevertheless.
            if self.tries == 1:
                logger.exception(
                    "The rendition %s of the picture %s could not be made.",
                    self.filter_spec,
                    self.image_id,
                )
        else:
            self.delete()


def make_due(should_stop: Callable[[], object] = lambda: False) -> None:
    """Make the renditions that are due, until all are made or `should_stop()`."""
    while not should_stop():
        request = RenditionRequest.objects.claim()
        if request is None:
            return
        request.make()


def request_renditions(image: AbstractImage, specs: Collection[str]) -> None:
    """Ask the worker for those; nothing happens if it was asked before.

    A page can be shown without them, so it is when they cannot be asked for, either.
    """
    try:
        known = RenditionRequest.objects.filter(image_id=image.pk)
        new = set(specs).difference(known.values_list("filter_spec", flat=True))
        requests = [
            RenditionRequest(image_id=image.pk, filter_spec=spec)
            for spec in specs
            if spec in new
        ]
        if requests:
            with transaction.atomic():
                RenditionRequest.objects.bulk_create(requests, ignore_conflicts=True)
    except DatabaseError:
        logger.exception("Renditions of the picture %s cannot be asked for.", image.pk)

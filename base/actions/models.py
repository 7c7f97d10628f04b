"""How often readers did what a page asks for."""

from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ActionCount(models.Model):
    """How many people say that they did what a block of a page asks for; not who."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+"
    )
    block_id = models.UUIDField()
    number = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "block_id"], name="one_count_for_each_action"
            )
        ]
        verbose_name = _("count of an action")
        verbose_name_plural = _("counts of actions")

    def __str__(self):
        return f"{self.number} for block {self.block_id}"

    @classmethod
    def add_one(cls, page: Page, block_id: UUID) -> None:
        count, _created = cls.objects.get_or_create(page_id=page.pk, block_id=block_id)
        count.number = F("number") + 1
        count.save(update_fields=["number"])

    @classmethod
    def on(cls, page: Page) -> dict[UUID, int]:
        """The numbers of the blocks on `page`, by their ids."""
        counts = cls.objects.filter(page_id=page.pk)
        return dict(counts.values_list("block_id", "number"))

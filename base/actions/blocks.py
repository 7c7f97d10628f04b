"""The block that asks readers for a letter or a signature, until a deadline."""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from base.datetimes import clamp, validate_bounds
from base.optional_blocks import OptionalDateTimeBlock

LETTER, PETITION = "letter", "petition"


class ActionValue(blocks.StructValue):
    @property
    def closes_at(self) -> datetime.datetime | None:
        """The deadline, or None without one."""
        return clamp(self.get("deadline"))

    @property
    def is_open(self) -> bool:
        return self.closes_at is None or timezone.now() < self.closes_at

    @property
    def is_petition(self) -> bool:
        return self.get("kind") == PETITION


class ActionBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[(LETTER, _("Letter")), (PETITION, _("Petition"))], default=LETTER
    )
    title = blocks.CharBlock(
        max_length=200, help_text=_("What it is about, like “Free the poet Kim”.")
    )
    addressee = blocks.CharBlock(
        max_length=300,
        help_text=_("Whom it is for, with the title they are called by."),
    )
    address = blocks.TextBlock(
        required=False, rows=4, help_text=_("As it is written on the envelope.")
    )
    email = blocks.EmailBlock(required=False, label=_("E-mail of the addressee"))
    points = blocks.ListBlock(
        blocks.TextBlock(rows=2, label=_("Point")),
        default=[],
        label=_("Points to make"),
        help_text=_("What to ask for, one sentence each."),
    )
    sample = blocks.TextBlock(
        required=False,
        rows=10,
        label=_("Sample text"),
        help_text=_("A text to begin with. Letters in one’s own words are read more."),
    )
    link = blocks.URLBlock(
        required=False,
        label=_("Where to sign"),
        help_text=_("The address of the petition."),
    )
    deadline = OptionalDateTimeBlock(
        required=False,
        help_text=_(
            "Day and time in Seoul. From then on it is shown as closed, by itself. Leave "
            "it empty if there is none."
        ),
    )

    class Meta:
        icon = "mail"
        label = _("Letter or petition")
        description = _("What readers can write or sign, to whom and until when.")
        template = "base/blocks/action.html"
        value_class = ActionValue
        preview_value = {
            "kind": LETTER,
            "title": "Free the poet",
            "addressee": "The Minister of Justice",
            "address": "Ministry of Justice\nGwacheon",
            "email": "minister@example.org",
            "points": ["Release him at once.", "Let him see a doctor."],
            "sample": "Dear Minister,\nI am writing about a poet.",
            "link": "",
            "deadline": None,
        }

    def clean(self, value):
        value = super().clean(value)
        if value["deadline"]:
            try:
                validate_bounds(value["deadline"])
            except ValidationError as error:
                raise blocks.StructBlockValidationError({"deadline": error}) from error
        unsigned = value.is_petition and not value["link"]
        if unsigned and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Say where one can sign the petition.")]
            )
        return value

    def get_form_state(self, value):
        return super().get_form_state({**value, "deadline": value.closes_at})

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        page, block_id = context.get("page"), as_uuid(context.get("block_id"))
        if page and page.pk and block_id:
            context["did_it_url"] = reverse("did_it", args=[page.pk, block_id])
            context["number"] = context["counts"].get(block_id, 0)
        return context

    def get_api_representation(self, value, context=None):
        closes_at = value.closes_at
        return {
            **super().get_api_representation(value, context=context),
            "deadline": closes_at and timezone.localtime(closes_at).isoformat(),
            "is_open": value.is_open,
        }


def find_action(page: Page, block_id: uuid.UUID) -> ActionValue | None:
    """The action with this id in the texts of the specific `page`, or None."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                is_action = isinstance(block.block, ActionBlock)
                if is_action and as_uuid(block.id) == block_id:
                    return block.value
    return None


def as_uuid(text: str) -> uuid.UUID | None:
    """The UUID that `text` is, or None: clients may give blocks any id."""
    try:
        return uuid.UUID(text)
    except (AttributeError, TypeError, ValueError):
        return None

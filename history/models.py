from datetime import date
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Prefetch
from django.utils import dates
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from base.blocks import RICH_TEXT_FEATURES, BodyBlock
from base.images.specs import FULL_WIDTH, PICTURE_FILTER, SHARED
from base.pages import PublicPageMixin, PublicPageQuerySet, api_fields_of, searchable
from base.wagtail_speedups import expand_rich_texts
from comments.models import CommentablePageMixin


class TimelineEntryPageQuerySet(PublicPageQuerySet):
    def in_order(self):
        """By date; of one year, first what has no month, of one month what has no day."""
        month, day = (F(name).asc(nulls_first=True) for name in ("month", "day"))
        return self.order_by("year", month, day, "pk")

    def with_pictures(self):
        return self.select_related("picture").prefetch_related(
            Prefetch("picture__renditions", to_attr="prefetched_renditions")
        )


class HistoryPage(CommentablePageMixin, PublicPageMixin, Page):
    """The history of the Korean section and of the group, told as a timeline."""

    WIDEST_GAP = 7  # years; a longer one looks the same

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["history.TimelineEntryPage"]
    show_in_menus_default = True

    introduction = RichTextField(
        _("introduction"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Above the timeline."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("Below the timeline: the story in prose."),
    )

    content_panels = [
        *Page.content_panels,
        "introduction",
        "body",
        *CommentablePageMixin.comment_panels,
    ]
    search_fields = [*Page.search_fields, *searchable("introduction", "body")]
    api_fields = api_fields_of(content_panels)

    class Meta:
        verbose_name = _("history")

    @property
    def description_source(self):
        return self.introduction

    @property
    def years(self):
        """The timeline by years: each `year`, its `entries`, and the `gap`, in years,
        since the last one, at most `WIDEST_GAP`."""
        last_year = None
        for year, entries in groupby(self.timeline, attrgetter("year")):
            gap = min(year - (last_year or year), self.WIDEST_GAP)
            yield {"year": year, "entries": list(entries), "gap": gap}
            last_year = year

    @cached_property
    def timeline(self):
        """The published entries in order, each with its `body_html`."""
        entries = TimelineEntryPage.objects.child_of(self).published()
        entries = list(entries.in_order().with_pictures())
        bodies = expand_rich_texts([entry.body for entry in entries])
        for entry, body_html in zip(entries, bodies, strict=True):
            entry.body_html = mark_safe(body_html)  # noqa: S308 - as |richtext does
        return entries


class TimelineEntryPage(PublicPageMixin, Page):
    """Something that happened."""

    class Whose(models.TextChoices):
        SECTION = "section", _("Amnesty International Korea")
        GROUP = "group", _("Group 48")

    parent_page_types = ["history.HistoryPage"]
    subpage_types = []
    picture_specs = {"picture": [*FULL_WIDTH, *SHARED, PICTURE_FILTER]}

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    month = models.PositiveSmallIntegerField(
        _("month"),
        choices=dates.MONTHS,
        null=True,
        blank=True,
        help_text=_("If it is known."),
    )
    day = models.PositiveSmallIntegerField(
        _("day"),
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        null=True,
        blank=True,
        help_text=_("If it is known."),
    )
    whose = models.CharField(
        _("whose history"), max_length=10, choices=Whose, default=Whose.GROUP
    )
    body = RichTextField(
        _("what happened"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("A few sentences."),
    )
    picture = models.ForeignKey(
        "g48cms.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    is_closure = models.BooleanField(
        _("closed down"),
        default=False,
        help_text=_("The work had to stop: the thread of the timeline breaks here."),
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("How we know.")
    )

    objects = PageManager.from_queryset(TimelineEntryPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldRowPanel(["year", "month", "day"]), "whose"],
            heading=_("When and whose"),
        ),
        "body",
        "picture",
        "source",
        "is_closure",
    ]
    search_fields = [
        *Page.search_fields,
        *searchable("body", "year"),
        index.FilterField("year"),
    ]
    api_fields = api_fields_of(content_panels)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")

    @property
    def description_source(self):
        return self.body

    @property
    def share_picture(self):
        return self.picture

    @property
    def iso_date(self):
        """As much of the date as is known, like 1972-03-28, 1972-03 or 1972."""
        month = f"-{self.month:02}" if self.month else ""
        day = f"-{self.day:02}" if self.month and self.day else ""
        return f"{self.year:04}{month}{day}"

    @property
    def date_text(self):
        """As much of the date as is known, like 28 March 1972, March 1972 or 1972."""
        month = self.get_month_display() if self.month else ""
        day = self.day if self.month else ""
        return " ".join(str(part) for part in (day, month, self.year) if part)

    @cached_property
    def neighbours(self):
        """The entries `before` and `after` this one in the timeline, or None."""
        entries = TimelineEntryPage.objects.sibling_of(self).published().in_order()
        entries = [None, *entries.defer("body"), None]
        triples = zip(entries, entries[1:], entries[2:], strict=False)
        for before, entry, after in triples:
            if entry == self:
                return {"before": before, "after": after}
        return {}

    def clean(self):
        super().clean()
        if self.day and not self.month:
            raise ValidationError({"month": _("A day needs its month.")})
        if self.day and self.year:
            try:
                date(self.year, self.month, self.day)
            except ValueError:
                message = _("This month has no such day.")
                raise ValidationError({"day": message}) from None

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from base.blocks import RICH_TEXT_FEATURES, BodyBlock
from base.pages import PublicPageMixin, api_fields_of, organization, searchable
from base.wagtail_speedups import RouteToChildMixin
from blog.models import BlogPage, MeetingPage
from comments.models import CommentablePageMixin

from .search_index import SearchEntry


class HomePage(CommentablePageMixin, PublicPageMixin, RouteToChildMixin, Page):
    """The home page: who we are, what is new, how to reach us."""

    LATEST_POSTS = 3
    TOPICS = 3

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "history.HistoryPage", "blog.BlogIndexPage"]

    quotation = models.TextField(
        _("quotation"),
        blank=True,
        help_text=_("Opens the page, large. Without quotation marks: they are added."),
    )
    quotation_author = models.CharField(
        _("who said it"), max_length=200, blank=True, help_text=_("The name.")
    )
    quotation_role = models.CharField(
        _("who that is"),
        max_length=200,
        blank=True,
        help_text=_("Like “founder of Amnesty International”."),
    )
    introduction = RichTextField(
        _("introduction"),
        features=RICH_TEXT_FEATURES,
        help_text=_("What the group is, in about three sentences."),
    )
    body = StreamField(
        BodyBlock(), verbose_name=_("body"), blank=True, help_text=_("Further parts.")
    )
    contact = RichTextField(
        _("get in touch"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_(
            "How somebody new can reach you. The e-mail address of the "
            "site settings is added below it."
        ),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            ["quotation", "quotation_author", "quotation_role"], heading=_("Quotation")
        ),
        "introduction",
        "body",
        "contact",
        *CommentablePageMixin.comment_panels,
    ]
    search_fields = [
        *Page.search_fields,
        *searchable("introduction", "body"),
        index.SearchField("quotation"),
        index.SearchField("quotation_author"),
        index.SearchField("quotation_role"),
        index.SearchField("contact"),
    ]
    api_fields = api_fields_of(content_panels)

    class Meta:
        verbose_name = _("home page")

    @property
    def description_source(self):
        return self.introduction

    @property
    def latest_posts(self):
        return BlogPage.objects.descendant_of(self).for_lists()[: self.LATEST_POSTS]

    @cached_property
    def next_meeting(self):
        """The next published meeting that is not cancelled, or None."""
        meetings = MeetingPage.objects.descendant_of(self).published()
        return meetings.upcoming().not_cancelled().defer_streamfields().first()

    def structured_data(self):
        return [organization()]


class StandardPage(CommentablePageMixin, PublicPageMixin, Page):
    """A page outside the blog and the history: about the group, how to join."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    show_in_menus_default = True

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences, set larger above the text."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        "introduction",
        "body",
        *CommentablePageMixin.comment_panels,
    ]
    search_fields = [*Page.search_fields, *searchable("introduction", "body")]
    api_fields = api_fields_of(content_panels)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    @property
    def description_source(self):
        return self.introduction


# Django looks for models here.
__all__ = ["HomePage", "SearchEntry", "SiteSettings", "StandardPage"]


class SocialLinkBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        max_length=60, help_text=_("Like “Instagram” or “Mastodon”.")
    )
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link-external"


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """What every page shows."""

    contact_email = models.EmailField(
        _("contact e-mail"),
        blank=True,
        help_text=_("Shown at the end of every page. Leave empty to show none."),
    )
    social_links = StreamField(
        [("link", SocialLinkBlock())],
        verbose_name=_("elsewhere"),
        blank=True,
        help_text=_("The group on other sites: plain links, nothing is loaded."),
    )
    banner = RichTextField(
        _("banner"),
        features=["bold", "link"],
        blank=True,
        help_text=_("A line at the top of every page. Leave empty for none."),
    )
    footer = RichTextField(
        _("footer"),
        features=["bold", "link", "korean"],
        blank=True,
        help_text=_("Two sentences about the group at the end of every page."),
    )

    panels = ["banner", "contact_email", "social_links", "footer"]

    class Meta:
        verbose_name = _("site settings")

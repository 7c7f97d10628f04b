"""Posts, their authors and tags."""

import re

from django import forms
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page, PageManager
from wagtail.search import index

from base.blocks import BodyBlock
from base.images.specs import COVER_FILTER, FULL_WIDTH, SHARED, SUMMARY
from base.pages import (
    PublicPageMixin,
    PublicPageQuerySet,
    api_fields_of,
    organization,
    searchable,
)
from comments.models import CommentablePageMixin


class Author(index.Indexed, models.Model):
    """The author of posts, not necessarily a user of the site."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        allow_unicode=True,
        help_text=_("The last part of the address of the list of their posts."),
    )
    about = models.TextField(
        _("about"), blank=True, help_text=_("A sentence or two above their posts.")
    )

    name_panel = TitleFieldPanel("name", placeholder=_("Name"), targets=["slug"])
    panels = [name_panel, "slug", "about"]
    api_fields = [APIField("name"), APIField("slug"), APIField("about")]
    search_fields = searchable("name")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self):
        return self.name


class BlogPageTag(TaggedItemBase):
    content_object = ParentalKey(
        "blog.BlogPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class BlogPageQuerySet(PublicPageQuerySet):
    def newest_first(self):
        return self.order_by("-date", "-pk")

    def for_lists(self):
        """Published posts with covers, meeting times and authors, the newest first."""
        posts = self.published().newest_first().with_covers().with_meetings()
        return posts.defer_streamfields().prefetch_related("authors")

    def with_meetings(self):
        """Annotate `meeting_starts` and `meeting_cancelled`, which are None for other posts."""
        return self.annotate(
            meeting_starts=F("meetingpage__starts"),
            meeting_cancelled=F("meetingpage__cancelled"),
        )

    def for_api(self):
        """Published posts with covers, authors and tags."""
        tags = Prefetch("tagged_items", BlogPageTag.objects.select_related("tag"))
        return self.published().with_covers().prefetch_related("authors", tags)

    def with_covers(self):
        return self.select_related("cover").prefetch_related(
            Prefetch("cover__renditions", to_attr="prefetched_renditions")
        )

    def for_links(self):
        """Posts with just the fields that links to them show; all others are deferred."""
        return self.only("title", "date", "url_path")

    def before(self, post):
        """Posts older than `post`, the newest of them first."""
        older = Q(date__lt=post.date) | Q(date=post.date, pk__lt=post.pk)
        return self.filter(older).newest_first()

    def after(self, post):
        """Posts newer than `post`, the oldest of them first."""
        newer = Q(date__gt=post.date) | Q(date=post.date, pk__gt=post.pk)
        return self.filter(newer).order_by("date", "pk")

    def sharing_tags_with(self, post):
        """Other posts with tags of `post`, those with most tags in common first."""
        others = self.filter(tagged_items__tag__in=post.tag_list).exclude(pk=post.pk)
        others = others.annotate(shared_tags=Count("tagged_items"))
        return others.order_by("-shared_tags", "-date", "-pk")


class BlogPage(CommentablePageMixin, PublicPageMixin, Page):
    """A post."""

    RELATED_POSTS = 3
    picture_specs = {"cover": [*FULL_WIDTH, *SUMMARY, *SHARED, COVER_FILTER]}
    # Slugs that would hide a page of the blog itself.
    RESERVED_SLUGS = re.compile(r"(author|feed|meetings|tag|\d+)")

    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types = []

    date = models.DateField(
        _("date"),
        default=timezone.localdate,
        db_index=True,
        help_text=_("The day the post is of. Posts are listed by it, newest first."),
    )
    authors = ParentalManyToManyField(
        Author,
        verbose_name=_("authors"),
        blank=True,
        related_name="posts",
        help_text=_("New names are added under Authors in the menu."),
    )
    tags = ClusterTaggableManager(
        through=BlogPageTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("What it is about, in a few words, each followed by a comma."),
    )
    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_("One or two sentences, shown in lists, feeds and above the text."),
    )
    cover = models.ForeignKey(
        "g48cms.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
        help_text=_("Shown above the text, in lists and where the post is shared."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    objects = PageManager.from_queryset(BlogPageQuerySet)()

    about_panel = MultiFieldPanel(
        [
            "date",
            FieldPanel(
                "authors",
                widget=forms.CheckboxSelectMultiple,
                # Not "under Authors in the menu", which only editors have.
                help_text=_("If a name is missing, ask an editor to add it."),
            ),
            "tags",
            *CommentablePageMixin.comment_panels,
        ],
        heading=_("About this post"),
    )
    content_panels = [*Page.content_panels, "summary", "cover", "body", about_panel]
    search_fields = [
        *Page.search_fields,
        *searchable("summary", "body"),
        index.FilterField("date"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.RelatedFields("authors", [index.SearchField("name")]),
    ]
    api_fields = [
        *api_fields_of(content_panels),
        APIField(
            "cover_rendition",
            serializer=ImageRenditionField(COVER_FILTER, source="cover"),
        ),
    ]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    @property
    def description_source(self):
        return self.summary

    @property
    def share_picture(self):
        return self.cover

    @cached_property
    def blog(self):
        return self.get_parent().specific

    @cached_property
    def author_list(self):
        return list(self.authors.all())

    @cached_property
    def tag_list(self):
        return list(self.tags.all())

    @property
    def updated(self):
        """The day of the last change, or None if that is not after the first day."""
        moments = filter(None, [self.first_published_at, self.last_published_at])
        days = [timezone.localdate(moment) for moment in moments]
        return days[-1] if days and days[-1] > max(self.date, days[0]) else None

    @cached_property
    def neighbours(self):
        """The posts `before` and `after` this one, as far as there are any."""
        older = Q(pk__in=self.siblings.before(self).values("pk")[:1])
        newer = Q(pk__in=self.siblings.after(self).values("pk")[:1])
        position = (self.date, self.pk)
        return {
            "before" if (post.date, post.pk) < position else "after": post
            for post in BlogPage.objects.filter(older | newer).for_links()
        }

    @property
    def related_posts(self):
        return self.siblings.sharing_tags_with(self).for_links()[: self.RELATED_POSTS]

    @property
    def siblings(self):
        return BlogPage.objects.sibling_of(self).published()

    def structured_data(self):
        posting = {
            "@type": "BlogPosting",
            "headline": self.title,
            "description": self.description,
            "datePublished": self.date.isoformat(),
            "mainEntityOfPage": self.full_url,
            "keywords": [tag.name for tag in self.tag_list],
            "author": [
                {"@type": "Person", "name": author.name} for author in self.author_list
            ]
            or [organization()],
            "publisher": organization(),
        }
        if self.last_published_at:
            posting["dateModified"] = self.last_published_at.isoformat()
        posting |= self.structured_picture()
        return [*super().structured_data(), posting]

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import Tag, TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import StreamField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page, PageManager
from wagtail.search import index

from comments.models import CommentablePageMixin
from g48cms.blocks import BodyBlock
from g48cms.pages import PublicPageMixin, PublicPageQuerySet, organization, page_of

from .feeds import BlogFeed


class Author(index.Indexed, models.Model):
    """Somebody who wrote a post: it need not be a user of the site."""

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

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("about")]
    api_fields = [APIField("name"), APIField("slug"), APIField("about")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

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
        """What lists show: published posts with their pictures and authors."""
        return (
            self.published()
            .newest_first()
            .defer_streamfields()
            .with_covers()
            .prefetch_related("authors")
        )

    def for_api(self):
        """What the API tells of posts: what lists show, tags and bodies too."""
        tags = Prefetch("tagged_items", BlogPageTag.objects.select_related("tag"))
        return self.published().with_covers().prefetch_related("authors", tags)

    def with_covers(self):
        return self.select_related("cover").prefetch_related(
            Prefetch("cover__renditions", to_attr="prefetched_renditions")
        )

    def before(self, post):
        """Posts older than `post`, the nearest first."""
        older = Q(date__lt=post.date) | Q(date=post.date, pk__lt=post.pk)
        return self.filter(older).newest_first()

    def after(self, post):
        """Posts newer than `post`, the nearest first."""
        newer = Q(date__gt=post.date) | Q(date=post.date, pk__gt=post.pk)
        return self.filter(newer).order_by("date", "pk")

    def sharing_tags_with(self, post):
        """Other posts with tags of `post`, those that share most of them first."""
        return (
            self.filter(tagged_items__tag__in=post.tag_list)
            .exclude(pk=post.pk)
            .annotate(shared_tags=Count("tagged_items"))
            .order_by("-shared_tags", "-date", "-pk")
        )


class BlogIndexPage(PublicPageMixin, RoutablePageMixin, Page):
    """The blog: all its posts, and those of a tag, an author or a year."""

    POSTS_PER_PAGE = 10

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.BlogPage"]
    show_in_menus_default = True

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences above the list of posts."),
    )

    content_panels = [*Page.content_panels, "introduction"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.AutocompleteField("introduction"),
    ]
    api_fields = [APIField("introduction", writable=True)]

    class Meta:
        verbose_name = _("blog")

    @property
    def description_source(self):
        return self.introduction

    @property
    def posts(self):
        return BlogPage.objects.child_of(self)

    @property
    def years(self):
        """The years in which something was published, the latest first."""
        return self.posts.published().dates("date", "year", order="DESC")

    @property
    def tags(self):
        """The tags of published posts, each with the `number` of its posts."""
        return (
            Tag.objects.filter(
                blog_blogpagetag_items__content_object__in=self.posts.published()
            )
            .exclude(slug="")  # a tag without letters has no address
            .annotate(number=Count("pk"))
            .order_by("name")
        )

    @property
    def authors(self):
        """Who wrote published posts, each with the `number` of their posts."""
        return Author.objects.filter(posts__in=self.posts.published()).annotate(
            number=Count("pk")
        )

    def route(self, request, path_components):
        """As Wagtail does, but a post comes with its cover and its blog in one query."""
        if len(path_components) == 1:
            posts = self.posts.with_covers().filter(slug=path_components[0])
            if post := posts.first():
                post._cached_parent_obj = self
                return post.route(request, [])
        return super().route(request, path_components)

    @path("")
    def all_posts(self, request):
        return self.render_posts(request, self.posts)

    @re_path(r"^(?P<year>[1-9][0-9]{3})/$")
    def posts_of_year(self, request, year):
        return self.render_selection(
            request,
            self.posts.filter(date__year=year),
            address=self.reverse_subpage("posts_of_year", [year]),
            heading=gettext("Posts of %(year)s") % {"year": year},
        )

    @path("tag/<str:slug>/")
    def posts_with_tag(self, request, slug):
        tag = get_object_or_404(Tag, slug=slug)
        return self.render_selection(
            request,
            self.posts.filter(tagged_items__tag=tag),
            address=self.reverse_subpage("posts_with_tag", [tag.slug]),
            heading=gettext("Posts about %(tag)s") % {"tag": tag.name},
            feed_url=self.full_url + self.reverse_subpage("feed_of_tag", [tag.slug]),
        )

    @path("author/<str:slug>/")
    def posts_by_author(self, request, slug):
        author = get_object_or_404(Author, slug=slug)
        return self.render_selection(
            request,
            self.posts.filter(authors=author),
            address=self.reverse_subpage("posts_by_author", [author.slug]),
            heading=gettext("Posts by %(author)s") % {"author": author.name},
            selection_introduction=author.about,
        )

    @path("feed/")
    def feed(self, request):
        return BlogFeed(self, self.posts)(request)

    @path("tag/<str:slug>/feed/")
    def feed_of_tag(self, request, slug):
        tag = get_object_or_404(Tag, slug=slug)
        posts = some_published(self.posts.filter(tagged_items__tag=tag))
        return BlogFeed(self, posts, tag=tag)(request)

    def render_selection(self, request, posts, **context):
        return self.render_posts(request, some_published(posts), **context)

    def render_posts(self, request, posts, address="", **context):
        shown = page_of(posts.for_lists(), request, self.POSTS_PER_PAGE)
        canonical_url = self.full_url + address
        if shown.number > 1:
            canonical_url += f"?page={shown.number}"
        return self.render(
            request,
            context_overrides={
                "posts": shown,
                "canonical_url": canonical_url,
                **context,
            },
        )


def some_published(posts):
    """`posts`; raises Http404 if nobody may read any: such an address leads nowhere."""
    if not posts.published().exists():
        raise Http404("No post is there.")
    return posts


class BlogPage(CommentablePageMixin, PublicPageMixin, Page):
    """A post."""

    RELATED_POSTS = 3
    # Last parts of addresses that the blog itself answers.
    RESERVED_SLUGS = re.compile(r"(author|feed|tag|\d+)")

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

    content_panels = [
        *Page.content_panels,
        "summary",
        "cover",
        "body",
        MultiFieldPanel(
            [
                "date",
                FieldPanel("authors", widget=forms.CheckboxSelectMultiple),
                "tags",
                "comments_open",
            ],
            heading=_("About this post"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.AutocompleteField("summary"),
        index.AutocompleteField("body"),
        index.FilterField("date"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.RelatedFields("authors", [index.SearchField("name")]),
    ]
    api_fields = [
        APIField("date", writable=True),
        APIField("summary", writable=True),
        APIField("authors", writable=True),
        APIField("tags", writable=True),
        APIField("cover", writable=True),
        APIField(
            "cover_rendition",
            serializer=ImageRenditionField("fill-1200x675|format-jpeg", source="cover"),
        ),
        APIField("body", writable=True),
        APIField("comments_open", writable=True),
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
        """When it was last published, if that was on a later day than at first."""
        days = [
            timezone.localdate(moment)
            for moment in (self.first_published_at, self.last_published_at)
            if moment
        ]
        return days[-1] if days and days[-1] > max(self.date, days[0]) else None

    @cached_property
    def nearby(self):
        """The posts to go on with, found in one query: lists of what is `before` and
        `after` this one, one at most, and `related`."""
        posts = self.siblings
        wanted = {
            "before": posts.before(self).values("pk")[:1],
            "after": posts.after(self).values("pk")[:1],
            "related": posts.sharing_tags_with(self).values("pk")[: self.RELATED_POSTS],
        }
        found = posts.newest_first().annotate(
            shared_tags=Count(
                "tagged_items", filter=Q(tagged_items__tag__in=self.tag_list)
            ),
            **{
                kind: ExpressionWrapper(Q(pk__in=ids), BooleanField())
                for kind, ids in wanted.items()
            },
        )
        found = found.filter(Q(before=True) | Q(after=True) | Q(related=True))
        nearby = {
            kind: [post for post in found if getattr(post, kind)] for kind in wanted
        }
        nearby["related"].sort(key=lambda post: -post.shared_tags)
        return nearby

    @property
    def siblings(self):
        return BlogPage.objects.sibling_of(self).published().defer_streamfields()

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
            ],
            "publisher": organization(),
        }
        if self.last_published_at:
            posting["dateModified"] = self.last_published_at.isoformat()
        return [*super().structured_data(), posting]

    def clean(self):
        super().clean()
        if self.RESERVED_SLUGS.fullmatch(self.slug):
            raise ValidationError(
                {"slug": _("The blog itself uses this address. Choose another slug.")}
            )

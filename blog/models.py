"""The blog and its lists of posts and meetings."""

from django.db import models
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Page

from base.pages import PublicPageMixin, api_fields_of, paginate, searchable
from base.wagtail_speedups import RouteToPostMixin
from blog.meetings.calendar import CalendarEntry
from blog.meetings.models import MeetingPage
from blog.meetings.rsvps.models import RSVP
from blog.posts.feeds import BlogFeed
from blog.posts.models import Author, BlogPage

# Django looks here for the models of the packages, too.
__all__ = ["RSVP", "Author", "BlogPage", "CalendarEntry", "MeetingPage"]


class BlogIndexPage(PublicPageMixin, RouteToPostMixin, RoutablePageMixin, Page):
    """The blog: all its posts, and those of a tag, an author or a year."""

    POSTS_PER_PAGE = 10
    PAST_MEETINGS_PER_PAGE = 50

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.BlogPage", "blog.MeetingPage"]
    show_in_menus_default = True

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences above the list of posts."),
    )

    content_panels = [*Page.content_panels, "introduction"]
    search_fields = [*Page.search_fields, *searchable("introduction")]
    api_fields = api_fields_of(content_panels)

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
        """The years that have published posts, the latest first."""
        return self.posts.published().dates("date", "year", order="DESC")

    @property
    def tags(self):
        """The tags of published posts, each with the `number` of posts."""
        posts = self.posts.published()
        tags = Tag.objects.filter(blog_blogpagetag_items__content_object__in=posts)
        tags = tags.exclude(slug="")  # a tag without letters has no URL
        return tags.annotate(number=Count("pk")).order_by("name")

    @property
    def authors(self):
        """The authors of published posts, each with the `number` of posts."""
        authors = Author.objects.filter(posts__in=self.posts.published())
        return authors.annotate(number=Count("pk"))

    @path("")
    def all_posts(self, request):
        return self.render_posts(request, self.posts)

    @re_path(r"^(?P<year>[1-9][0-9]{3})/$")
    def posts_of_year(self, request, year):
        posts = self.posts_or_404(date__year=year)
        url = self.reverse_subpage("posts_of_year", [year])
        heading = gettext("Posts of %(year)s") % {"year": year}
        return self.render_posts(request, posts, url, heading=heading)

    @path("tag/<str:slug>/")
    def posts_with_tag(self, request, slug):
        tag = get_object_or_404(Tag, slug=slug)
        posts = self.posts_or_404(tagged_items__tag=tag)
        url = self.reverse_subpage("posts_with_tag", [tag.slug])
        heading = gettext("Posts about %(tag)s") % {"tag": tag.name}
        feed = self.full_url + self.reverse_subpage("feed_of_tag", [tag.slug])
        return self.render_posts(request, posts, url, heading=heading, feed_url=feed)

    @path("author/<str:slug>/")
    def posts_by_author(self, request, slug):
        author = get_object_or_404(Author, slug=slug)
        posts = self.posts_or_404(authors=author)
        url = self.reverse_subpage("posts_by_author", [author.slug])
        heading = gettext("Posts by %(author)s") % {"author": author.name}
        return self.render_posts(
            request, posts, url, heading=heading, selection_introduction=author.about
        )

    @path("feed/")
    def feed(self, request):
        return BlogFeed(self, self.posts)(request)

    @path("tag/<str:slug>/feed/")
    def feed_of_tag(self, request, slug):
        tag = get_object_or_404(Tag, slug=slug)
        posts = self.posts_or_404(tagged_items__tag=tag)
        return BlogFeed(self, posts, tag)(request)

    @path("meetings/")
    def all_meetings(self, request):
        meetings = MeetingPage.objects.child_of(self).published().defer_streamfields()
        past = paginate(meetings.past(), request, self.PAST_MEETINGS_PER_PAGE)
        upcoming = [] if past.number > 1 else list(meetings.upcoming())
        url = self.full_url + self.reverse_subpage("all_meetings")
        return self.render(
            request,
            template="blog/meetings.html",
            context_overrides={
                "heading": gettext("Meetings"),
                "upcoming": upcoming,
                "past": past,
                "calendar_subscription_url": MeetingPage.calendar_subscription_url(),
                "canonical_url": url + page_query(past),
            },
        )

    def posts_or_404(self, **conditions):
        """Return the posts in question; raise Http404 if none of them is published."""
        posts = self.posts.filter(**conditions)
        if not posts.published().exists():
            raise Http404("No published post matches.")
        return posts

    def render_posts(self, request, posts, subpage_url="", **context):
        page = paginate(posts.for_lists(), request, self.POSTS_PER_PAGE)
        return self.render(
            request,
            context_overrides={
                "posts": page,
                "canonical_url": self.full_url + subpage_url + page_query(page),
                **context,
            },
        )


def page_query(page):
    """The query string of a page of a list; the first page has none."""
    return f"?page={page.number}" if page.number > 1 else ""

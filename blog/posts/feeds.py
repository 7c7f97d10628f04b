import datetime

from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from base.feeds import AtomFeed, portable
from base.wagtail_speedups import render_body


class BlogFeed(Feed):
    """The newest of `posts`: of the whole blog, or with one `tag`."""

    LATEST = 20

    feed_type = AtomFeed

    def __init__(self, blog, posts, tag=None):
        self.posts = posts
        self.title = f"Amnesty G48: {tag}" if tag else "Amnesty G48"
        self.subtitle = blog.introduction
        self.link = blog.full_url + (f"tag/{tag.slug}/" if tag else "")
        self.feed_url = self.feed_guid = f"{self.link}feed/"

    def items(self):
        posts = self.posts.published().newest_first().with_covers().with_meetings()
        posts = posts.select_related("cover", "meetingpage")
        return posts.prefetch_related("authors", "tagged_items__tag")[: self.LATEST]

    def item_title(self, post):
        if post.meeting_cancelled:
            return _("Cancelled: %(title)s") % {"title": post.title}
        return post.title

    def item_description(self, post):
        when = post.meeting_starts and date_format(
            timezone.localtime(post.meeting_starts), "l j F Y, H:i"
        )
        if when and post.meeting_cancelled:
            when = _("Cancelled: %(when)s") % {"when": when}
        # Escaped, because the feed declares summaries as HTML.
        return escape(f"{when}. {post.summary}" if when else post.summary)

    def item_guid(self, post):
        return post.translation_key.urn  # stable when the URL changes

    def item_link(self, post):
        return post.full_url

    def item_author_name(self, post):
        return ", ".join(author.name for author in post.authors.all()) or "Amnesty G48"

    def item_categories(self, post):
        return [item.tag.name for item in post.tagged_items.all()]

    def item_pubdate(self, post):
        midnight = datetime.datetime.combine(post.date, datetime.time())
        return post.first_published_at or timezone.make_aware(midnight)

    def item_updateddate(self, post):
        return post.last_published_at or self.item_pubdate(post)

    def item_extra_kwargs(self, post):
        body = render_body(post.body, post, request=None)
        html = render_to_string("blog/feed_entry.html", {"post": post, "body": body})
        return {"content": portable(html, post.full_url)}

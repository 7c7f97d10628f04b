from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse

from base.feeds import AtomFeed
from base.text import isolate
from comments.models import Comment
from comments.reading import text


class CommentFeed(Feed):
    """The newest comments of the whole site."""

    LATEST = 20

    feed_type = AtomFeed
    title = "Amnesty G48: comments"
    subtitle = "What people say on the site of Amnesty G48"

    def link(self):
        return f"{settings.SITE_URL}/"

    def feed_url(self):
        return settings.SITE_URL + reverse("comments:feed")

    def items(self):
        comments = Comment.objects.visible().on_public_pages()
        newest = comments.select_related("details").order_by("-submit_date", "-pk")
        return newest[: self.LATEST].with_pages()

    def item_title(self, comment):
        return f"{isolate(comment.user_name)} on “{isolate(comment.page.title)}”"

    def item_description(self, comment):
        return text.render(comment.comment)

    def item_link(self, comment):
        return settings.SITE_URL + reverse("comments:permalink", args=[comment.pk])

    def item_author_name(self, comment):
        return comment.user_name

    def item_pubdate(self, comment):
        return comment.submit_date

    def item_updateddate(self, comment):
        return comment.edited_at or comment.submit_date

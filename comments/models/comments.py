"""Comments: the stock table of django-comments-xtd, asked by names of our own."""

from django.db import models
from django.db.models import BooleanField, CharField, Func, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment
from wagtail.models import Page

from base.pages import published

from .pages import is_discussion_hidden, with_discussion

PUBLIC = Q(is_public=True)
HIDDEN = Q(is_public=False)
NOT_REMOVED = Q(is_removed=False)


class IsBelowHidden(Func):
    """Whether a comment answers a hidden one, directly or through others."""

    # Of subqueries in each other, one for each level, PostgreSQL makes joins of all
    # comments there are: 300 ms for what takes 5 ms like this.
    template = """EXISTS (
        WITH RECURSIVE below(id, parent_id) AS (SELECT %(expressions)s),
        above(id, parent_id) AS (
            SELECT x.comment_ptr_id, x.parent_id
            FROM django_comments_xtd_xtdcomment x
            JOIN below ON x.comment_ptr_id = below.parent_id
            WHERE below.parent_id <> below.id
            UNION
            SELECT x.comment_ptr_id, x.parent_id
            FROM django_comments_xtd_xtdcomment x
            JOIN above ON x.comment_ptr_id = above.parent_id
        )
        SELECT 1 FROM above JOIN django_comments c ON c.id = above.id
        WHERE NOT c.is_public
    )"""
    output_field = BooleanField()


class CommentQuerySet(models.QuerySet):
    def on(self, page):
        """Comments on `page`; none where its discussion is hidden."""
        if is_discussion_hidden(page):
            return self.none()
        return self.filter(object_pk=str(page.pk))

    def visible(self):
        """Comments that anybody who can read their page may read."""
        return self.filter(PUBLIC, NOT_REMOVED, ~IsBelowHidden("pk", "parent_id"))

    def on_public_pages(self):
        """Comments on pages that anybody may read and whose discussion is not hidden."""
        pages = with_discussion(published(Page.objects.all()))
        pages = pages.annotate(text_pk=Cast("pk", CharField()))
        return self.filter(object_pk__in=pages.values("text_pk"))

    def ancestors_of(self, *comments):
        """What `comments` answer, directly or through others, by their ids."""
        found = {}
        while (
            above := {comment.parent_id for comment in comments}
            - found.keys()
            - {comment.pk for comment in comments}
        ):
            comments = self.filter(pk__in=above)
            found |= {comment.pk: comment for comment in comments}
        return found


class Comment(XtdComment):
    """A comment on a page.

    `parent_id` alone tells whom it answers, its own id if nobody; `thread_id` and
    `order` only sort.
    """

    objects = CommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        proxy = True
        # The package's own: `can_moderate` is among them.
        default_permissions = ()
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def get_absolute_url(self):
        return reverse("comments:permalink", args=[self.pk])

    @property
    def suggests_topic(self):
        """Whether readers are told that it suggests one; comments from elsewhere have
        no details."""
        details = getattr(self, "details", None)
        return bool(details and details.suggests_topic and not self.is_removed)


class CommentDetails(models.Model):
    """What we know about a comment beyond what django-comments-xtd keeps."""

    comment = models.OneToOneField(
        "comments.Comment",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="details",
    )
    held_because = models.CharField(_("held because"), max_length=200, blank=True)
    held_at = models.DateTimeField(_("waiting since"), null=True, blank=True)
    # Spam waits for ever: it is not public, and its writer is told nothing.
    is_spam = models.BooleanField(_("spam"), default=False)
    # What the spam filter was told about the text, to be taken back when it was wrong.
    learned_as = models.CharField(max_length=6, blank=True)
    suggests_topic = models.BooleanField(_("suggests a topic"), default=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("details of a comment")
        verbose_name_plural = _("details of comments")

    def __str__(self):
        return f"details of comment {self.pk}"


class CommentEdit(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(
        "comments.Comment",
        on_delete=models.CASCADE,
        related_name="edits",
    )
    text = models.TextField(_("text before"))
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["edited_at", "pk"]
        verbose_name = _("edit of a comment")
        verbose_name_plural = _("edits of comments")

    def __str__(self):
        return f"comment {self.comment_id} before {self.edited_at:%Y-%m-%d %H:%M}"

"""What is kept of a comment beyond the table of django-comments-xtd."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CommentDetails(models.Model):
    """Why a comment was held, when it was published and edited, and what else it is."""

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

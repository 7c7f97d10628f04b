"""Pages that can be commented, and whether their discussion is hidden."""

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class CommentablePageMixin(models.Model):
    """Makes a page type one that can be commented."""

    comments_open = models.BooleanField(
        _("open for comments"),
        default=True,
        help_text=_("Take the tick away when the discussion should end."),
    )
    comments_hidden = models.BooleanField(
        _("hide the discussion"),
        default=False,
        help_text=_(
            "Then nobody sees the comments and nobody can write one, until you take the "
            "tick away and open the discussion again. Nothing is deleted."
        ),
    )
    comment_panels = ["comments_open", "comments_hidden"]

    # With the page go its comments. Copies and aliases begin without any.
    comments = GenericRelation("comments.Comment", object_id_field="object_pk")

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return self.get_url()

    def clean(self):
        super().clean()
        if self.comments_hidden:
            self.comments_open = False


def with_discussion(pages):
    """Of the queryset `pages`, those whose discussion is not hidden."""
    for model in apps.get_models():
        if issubclass(model, CommentablePageMixin):
            hidden = model.objects.filter(comments_hidden=True)
            pages = pages.exclude(pk__in=hidden.values("pk"))
    return pages


def is_discussion_hidden(page):
    """Whether the discussion on `page` is; a page that is not specific is looked up."""
    hidden = getattr(page, "comments_hidden", None)
    if hidden is None:
        hidden = not with_discussion(Page.objects.filter(pk=page.pk)).exists()
        page.comments_hidden = hidden
    return hidden

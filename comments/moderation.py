"""Which comments wait for a moderator."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django_comments_xtd.models import XtdComment
from django_comments_xtd.moderation import XtdCommentModerator

from . import spam, text
from .models import CommentDetails
from .settings import CommentSettings

MOST_LINKS = 2  # in the first comment of somebody
LONGEST_REASON = CommentDetails._meta.get_field("held_because").max_length


class Moderator(XtdCommentModerator):
    """What the registry of django-comments-xtd asks about each new comment."""

    def moderate(self, comment, content_object, request):
        comment.held_because = reason_to_hold(comment, content_object)
        return bool(comment.held_because)


def reason_to_hold(comment, page):
    """In plain words why a moderator should see `comment` first, or an empty text."""
    settings = CommentSettings.of(page)
    reasons = [
        reason_by_writer(comment, settings),
        reason_by_words(comment, settings),
        spam.reason_to_hold(comment.comment),
    ]
    return Truncator(" ".join(filter(None, reasons))).chars(LONGEST_REASON)


def reason_by_writer(comment, settings):
    if settings.holds_all:
        return _("Every comment waits for a moderator.")
    if is_known(comment):
        return ""
    if settings.hold == CommentSettings.Hold.FIRST:
        return _("The first comment from this address.")
    if text.render(comment.comment).count("<a ") > MOST_LINKS:
        return _("The first comment from this address, with many links.")
    return ""


def reason_by_words(comment, settings):
    written = (comment.comment, comment.user_name, comment.user_url)
    word = settings.word_that_holds(*written)
    return _("It contains “%s”.") % word if word else ""


def is_known(comment):
    """Whether another comment from the same address stands on the site."""
    if not comment.user_email:
        return False
    others = XtdComment.norel_objects.filter(is_public=True, is_removed=False)
    return (
        others.filter(user_email__iexact=comment.user_email)
        .exclude(pk=comment.pk)
        .exists()
    )

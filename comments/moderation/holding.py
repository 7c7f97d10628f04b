"""Which comments wait for a moderator."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from base.text import skeleton
from comments.models import Comment, CommentDetails, CommentSettings
from comments.reading import text

from . import spam
from .permissions import may_moderate

MOST_LINKS = 2  # in the first comment of somebody
LONGEST_REASON = CommentDetails._meta.get_field("held_because").max_length or 0


def reason_to_hold(comment: Comment, settings: CommentSettings) -> str:
    """In plain words why a moderator should see `comment` first, or an empty text.

    `settings` are the CommentSettings of its site; `comment` need not be saved.
    """
    reasons = [
        reason_by_writer(comment, settings),
        reason_by_words(comment, settings),
        spam.reason_to_hold(comment.comment),
    ]
    return Truncator(" ".join(filter(None, reasons))).chars(LONGEST_REASON)


def reason_by_writer(comment, settings):
    if comment.user is not None and may_moderate(comment.user):
        return ""
    if settings.holds_all:
        return _("Every comment waits for a moderator.")
    names = published_names(comment)
    if skeleton(comment.user_name) in map(skeleton, names):
        return ""
    if settings.hold == CommentSettings.Hold.FIRST:
        if names:
            return _("So far this address has written as “%s”.") % names[-1]
        return _("The first comment from this address.")
    if text.render(comment.comment).count("<a ") > MOST_LINKS:
        return _("The first comment from this address, with many links.")
    return ""


def reason_by_words(comment, settings):
    written = (comment.comment, comment.user_name, comment.user_url)
    word = settings.word_that_holds(*written)
    return _("It contains “%s”.") % word if word else ""


def published_names(comment: Comment) -> list[str]:
    """The names of other comments from the same address that are published.

    Trust belongs to an address and the name under which a moderator met it.
    """
    published = Comment.objects.in_state(Comment.State.PUBLISHED)
    others = published.by_email(comment.user_email).exclude(pk=comment.pk)
    return list(others.order_by().values_list("user_name", flat=True).distinct())


def has_published(email: str) -> bool:
    """Whether a comment from the address `email` is published."""
    published = Comment.objects.in_state(Comment.State.PUBLISHED)
    return published.by_email(email).exists()

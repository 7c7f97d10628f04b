"""Which comments wait for a moderator."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments.models import Comment, CommentDetails, CommentSettings
from comments.reading import text

from . import spam

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


def is_known(comment: Comment) -> bool:
    """Whether another comment from the same address is published on the site."""
    return has_published(comment.user_email, besides=comment.pk)


def has_published(email: str, besides: int | None = None) -> bool:
    """Whether a comment from the address `email` is published, `besides` one."""
    published = Comment.objects.in_state(Comment.State.PUBLISHED)
    return published.by_email(email).exclude(pk=besides).exists()

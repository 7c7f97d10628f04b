"""What is not done, and the sentences that tell people why."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "gone": _("This page is no longer here, so nobody could read it."),
    "not_commented": _("This page does not take comments."),
    "private": _("Not everybody may read this page, so it takes no comments."),
    "closed": _("The discussion on this page is closed."),
    "old": _(
        "The discussion on this page is closed: the page has been here for a while."
    ),
    "storm": _(
        "Comments rest for now, on all pages. Please keep yours and come back later."
    ),
    "reply_gone": _(
        "The comment that you answer is no longer here. You can still write a "
        "comment of your own."
    ),
    "no_display_name": _(
        "Your account has no display name yet. Please choose one, so that your "
        "e-mail address need not be shown."
    ),
    "reserved_name": _(
        "Please choose another name: readers would take this one for the group, or for "
        "one of its authors."
    ),
    "masked": _(
        "A moderator has removed a part of this comment, so it cannot be changed "
        "any more. You can delete it."
    ),
    "not_there": _(
        "The comment does not say this. Please copy the passage exactly as it "
        "stands there."
    ),
    "not_taken": _("We cannot take this comment."),
    "unknown": _(
        "We do not know this link. Perhaps a part of it is missing, or a newer mail "
        "has come since."
    ),
    "expired": _(
        "This link is too old: it was good for seven days. Please write the comment "
        "again."
    ),
    "comment_gone": _("This comment is no longer here."),
    "not_yours": _("Only who wrote a comment can change it."),
    "late": _("A comment can be changed for 15 minutes after it was written."),
    "deleted": _("Who wrote this comment has deleted it: nothing is left of it."),
}
# With which status the API answers, unless it is 422: a form that needs mending.
STATUSES = {
    **dict.fromkeys(
        ["gone", "not_commented", "private", "closed", "old", "storm"], 403
    ),
    **dict.fromkeys(["no_display_name", "masked", "not_yours", "late"], 403),
    "unknown": 404,
    "expired": 410,
    "comment_gone": 410,
    "limit": 429,
}


class CommentRefused(Exception):  # noqa: N818 - an answer rather than an error
    """What somebody asked for is not done; as text, a sentence that tells them why.

    A `code` that SENTENCES does not have brings its own `sentence` and `status`.
    """

    def __init__(self, code: str, sentence: str = "", status: int = 422) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.status = STATUSES.get(code, status)
        self.sentence = sentence or SENTENCES[code]

    def __str__(self) -> str:
        return str(self.sentence)

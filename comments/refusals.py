"""What is not done, and the sentences that tell people why."""

from django.utils.translation import gettext_lazy as _

# By code: the status with which the API answers, and the sentence for everybody.
REFUSALS = {
    "gone": (403, _("This page is no longer here, so nobody could read it.")),
    "not_commented": (403, _("This page does not take comments.")),
    "private": (403, _("Not everybody may read this page, so it takes no comments.")),
    "closed": (403, _("The discussion on this page is closed.")),
    "old": (
        403,
        _("The discussion on this page is closed: the page has been here for a while."),
    ),
    "storm": (
        403,
        _(
            "Comments rest for now, on all pages. Please keep yours and come back later."
        ),
    ),
    "reply_gone": (
        422,
        _(
            "The comment that you answer is no longer here. You can still write a "
            "comment of your own."
        ),
    ),
    "too_deep": (
        422,
        _(
            "This conversation has gone as deep as it can. Please answer an earlier "
            "comment."
        ),
    ),
    "no_display_name": (
        403,
        _(
            "Your account has no display name yet. Please choose one, so that your "
            "e-mail address need not be shown."
        ),
    ),
    "masked": (
        403,
        _(
            "A moderator has removed a part of this comment, so it cannot be changed "
            "any more. You can delete it."
        ),
    ),
    "not_there": (
        422,
        _(
            "The comment does not say this. Please copy the passage exactly as it "
            "stands there."
        ),
    ),
    "not_taken": (422, _("We cannot take this comment.")),
    "unknown": (
        404,
        _(
            "We do not know this link. Perhaps a part of it is missing, or a newer mail "
            "has come since."
        ),
    ),
    "expired": (
        410,
        _(
            "This link is too old: it was good for seven days. Please write the comment "
            "again."
        ),
    ),
    "not_yours": (403, _("Only who wrote a comment can change it.")),
    "late": (403, _("A comment can be changed for 15 minutes after it was written.")),
    "deleted": (
        422,
        _("Who wrote this comment has deleted it: nothing is left of it."),
    ),
}


class CommentRefused(Exception):  # noqa: N818 - an answer rather than an error
    """What somebody asked for is not done; as text, a sentence that tells them why.

    `status` is what the API answers with. A `code` that REFUSALS does not have brings
    its own `sentence`.
    """

    def __init__(self, code, sentence="", status=422):
        super().__init__(code, sentence)
        self.code = code
        self.status, self.sentence = REFUSALS.get(code, (status, sentence))

    def __str__(self):
        return str(self.sentence)

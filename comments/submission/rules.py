"""Where and what one may write, and the sentences that tell why not."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from base.mail import validate_mailbox
from comments.models import Comment, CommentablePageMixin, CommentSettings
from comments.reading import threads

SENTENCES = {
    "gone": gettext_lazy("This page is no longer here, so nobody could read it."),
    "not_commented": gettext_lazy("This page does not take comments."),
    "private": gettext_lazy(
        "Not everybody may read this page, so it takes no comments."
    ),
    "closed": gettext_lazy("The discussion on this page is closed."),
    "old": gettext_lazy(
        "The discussion on this page is closed: the page has been here for a while."
    ),
    "storm": gettext_lazy(
        "Comments rest for now, on all pages. Please keep yours and come back later."
    ),
    "reply_gone": gettext_lazy(
        "The comment that you answer is no longer here. You can still write a comment "
        "of your own."
    ),
    "too_deep": gettext_lazy(
        "This conversation has gone as deep as it can. Please answer an earlier comment."
    ),
    "no_name": gettext_lazy("Please choose a name. Any name will do."),
    "long_name": gettext_lazy(
        "Please choose a shorter name, of at most 50 characters."
    ),
    "no_display_name": gettext_lazy(
        "Your account has no display name yet. Please choose one, so that your e-mail "
        "address need not be shown."
    ),
    "email": gettext_lazy("Please give a whole e-mail address, like name@example.org."),
    "website": gettext_lazy(
        "Please give the whole address of your website, like https://example.org, or "
        "leave it away."
    ),
    "empty": gettext_lazy("Please write something: the comment is empty."),
    "long": gettext_lazy("Please shorten the comment: at most 3,000 characters fit."),
    "characters": gettext_lazy(
        "Something in it cannot be kept: a character that no keyboard writes. Please "
        "type it anew."
    ),
    "masked": gettext_lazy(
        "A moderator has removed a part of this comment, so it cannot be changed any "
        "more. You can delete it."
    ),
    "not_there": gettext_lazy(
        "The comment does not say this. Please copy the passage exactly as it stands there."
    ),
    "not_taken": gettext_lazy("We cannot take this comment."),
    "unknown": gettext_lazy(
        "We do not know this link. Perhaps a part of it is missing, or a newer mail has "
        "come since."
    ),
    "expired": gettext_lazy(
        "This link is too old: it was good for seven days. Please write the comment again."
    ),
    "not_yours": gettext_lazy("Only who wrote a comment can change it."),
    "no_topic": gettext_lazy("This topic takes no more support."),
    "late": gettext_lazy(
        "A comment can be changed for 15 minutes after it was written."
    ),
    "deleted": gettext_lazy(
        "Who wrote this comment has deleted it: nothing is left of it."
    ),
}


class Refused(Exception):  # noqa: N818 - an answer rather than an error
    """What somebody asked for is not done; as text, a sentence that tells them why."""

    def __init__(self, code, sentence=""):
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    def __str__(self):
        return str(self.sentence or SENTENCES[self.code])


# --- Where one may write


def gate(page):
    """The specific page as it is now; raises Refused unless it takes comments."""
    page = Page.objects.filter(pk=getattr(page, "pk", page)).first()
    if page is None or not page.live or page.alias_of_id:
        raise Refused("gone")
    page = page.specific
    if not isinstance(page, CommentablePageMixin):
        raise Refused("not_commented")
    if page.get_view_restrictions().exists():
        raise Refused("private")
    if reason := CommentSettings.of(page).reason_closed(page):
        raise Refused(reason)
    return page


def check_parent(page, reply_to):
    """The comment, or the comment with the id, `reply_to`, or None if that is empty;
    raises Refused if nobody may answer it."""
    pk = getattr(reply_to, "pk", reply_to)
    if not pk:
        return None
    on_page = Comment.objects.on(page).filter(content_type=page.content_type_id)
    # By `id`, which holds any number: `pk` is a relation, and SQLite stops at 64 bits.
    parent = on_page.visible().filter(id=pk).first()
    if parent is None or not parent.thread_id:
        raise Refused("reply_gone")
    if parent.level >= threads.DEEPEST:
        raise Refused("too_deep")
    return parent


# --- What one may write


def clean_name(name):
    name = " ".join(clean_characters(name).split())
    if not name:
        raise Refused("no_name")
    if len(name) > Comment._meta.get_field("user_name").max_length:
        raise Refused("long_name")
    return name


def clean_email(email):
    try:
        validate_email(clean_characters(email))
        validate_mailbox(email)
    except ValidationError as error:
        raise Refused("email") from error
    if len(email) > Comment._meta.get_field("user_email").max_length:
        raise Refused("email")
    return email


def clean_website(website):
    if not website:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(clean_characters(website))
    except ValidationError as error:
        raise Refused("website") from error
    if len(website) > Comment._meta.get_field("user_url").max_length:
        raise Refused("website")
    return website


def clean_text(text):
    text = clean_characters(text).replace("\r\n", "\n").strip()
    if not text:
        raise Refused("empty")
    if len(text) > settings.COMMENT_MAX_LENGTH:
        raise Refused("long")
    return text


def check_words(page, *texts):
    """Raises Refused if one of `texts` has a word that the group has blocked."""
    if word := CommentSettings.of(page).blocked_word(*texts):
        sentence = _(
            "“%s” is among the words and links that we do not publish. Please say it "
            "without; your text is still here."
        )
        raise Refused("blocked", sentence % word)


def clean_characters(value):
    """`value`; raises Refused for what PostgreSQL cannot keep."""
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused("characters")
    return value


def identity(name, email, user):
    """Name and address: of somebody signed in those of the account, never others."""
    if user is None:
        return clean_name(name), clean_email(email)
    if not user.display_name.strip():
        raise Refused("no_display_name")
    longest = Comment._meta.get_field("user_name").max_length
    return clean_name(user.display_name[:longest]), clean_email(user.email)

"""What moderators go by, beyond the table of django-comments-xtd."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from base.mail import mailbox


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
    # What somebody with a right to the CMS wrote, while they had it.
    by_group = models.BooleanField(_("by the group"), default=False)
    suggests_topic = models.BooleanField(_("suggests a topic"), default=False)
    # What it answers, if that is as deep as threads go: then it stands beside that, and
    # its `parent_id` is the parent of both.
    in_reply_to = models.ForeignKey(
        "comments.Comment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
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


class ReportQuerySet(models.QuerySet):
    def unanswered(self):
        """Reports of comments that no moderator has decided about since."""
        return self.filter(resolved_at=None)


class Report(models.Model):
    """Somebody's wish that a moderator look at a comment.

    Who it was is kept as a hash alone, so that everybody has one say; of members, also
    who, so that they can be told and it be erased.
    """

    class Reason(models.TextChoices):
        HATE = "hate", _("It insults or threatens people")
        PRIVATE = "private", _("It tells what is private, or endangers somebody")
        SPAM = "spam", _("It is advertising")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        "comments.Comment",
        on_delete=models.CASCADE,
        related_name="reports",
    )
    reporter = models.CharField(max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("what is wrong"), max_length=7, choices=Reason)
    text = models.TextField(_("in your words"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    # When a moderator decided about the comment; then this holds it no more.
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"], name="one_report_for_each"
            )
        ]
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")

    def __str__(self):
        return f"report {self.pk} of comment {self.comment_id}"


class Digest(models.Model):
    """When moderators last got a mail about what waits: one row."""

    sent_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("digest for moderators")

    def __str__(self):
        return f"digest of {self.sent_at:%Y-%m-%d %H:%M}"


class BlockedAddressQuerySet(models.QuerySet):
    def has(self, email):
        """Whether whoever has the address `email` is blocked."""
        return self.filter(address_hash=hash_address(email)).exists()

    def block(self, email):
        self.get_or_create(address_hash=hash_address(email))

    def unblock(self, email):
        self.filter(address_hash=hash_address(email)).delete()


class BlockedAddress(models.Model):
    """An address from which no comment is taken any more.

    As a hash keyed with the secret of the site, so that it outlives what its owner has
    erased and tells nobody who that was.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    blocked_at = models.DateTimeField(default=timezone.now)

    objects = BlockedAddressQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("blocked address")
        verbose_name_plural = _("blocked addresses")

    def __str__(self):
        return f"address blocked at {self.blocked_at:%Y-%m-%d %H:%M}"


def hash_address(email):
    """The hash of the mailbox that an address leads to."""
    box = mailbox(email)
    return salted_hmac("comments.blocked", box, algorithm="sha256").hexdigest()


class SpamToken(models.Model):
    """In how many spam and in how many honest comments a token stood."""

    token = models.BigIntegerField(primary_key=True)
    spam = models.IntegerField(default=0)
    honest = models.IntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "comments"

    def __str__(self):
        return f"token {self.token}"

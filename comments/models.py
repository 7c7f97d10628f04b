import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from . import threads
from .settings import CommentSettings  # noqa: F401 - Django looks for models here
from .spam import SpamToken  # noqa: F401
from .topics import Support, Topic  # noqa: F401 - Django looks for models here


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
    # With the page go its comments. Copies and aliases begin without any.
    comments = GenericRelation(
        "django_comments_xtd.XtdComment", object_id_field="object_pk"
    )

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return self.get_url()

    def clean(self):
        super().clean()
        if self.comments_hidden:
            self.comments_open = False


class PendingCommentQuerySet(models.QuerySet):
    def for_token(self, token):
        """The comment that waits, or waited, for the link with `token`, or None."""
        return self.filter(token_hash=hash_of(token)).first()

    def unconfirmed(self):
        return self.filter(confirmed_at=None)

    def expired(self):
        return self.unconfirmed().filter(
            created_at__lte=timezone.now() - PendingComment.LIFETIME
        )


class PendingComment(models.Model):
    """A comment whose writer has yet to open the link in a mail.

    It outlives its comment, so that an old link never makes that anew.
    """

    LIFETIME = timedelta(days=7)
    KEPT_AFTER_CONFIRMATION = timedelta(days=30)
    # What comes twice within this is a click too many, not a lost mail.
    DOUBLE_CLICK = timedelta(minutes=10)
    SAME_WITHIN = timedelta(days=1)

    # The token itself is only in the mail.
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+"
    )
    reply_to = models.ForeignKey(
        "django_comments_xtd.XtdComment",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(max_length=50)
    email = models.EmailField(max_length=254)
    website = models.URLField(max_length=200, blank=True)
    text = models.TextField()
    wants_replies = models.BooleanField(default=False)
    suggests_topic = models.BooleanField(default=False)
    remember = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Two links may confirm the same text, and then share the comment.
    comment = models.ForeignKey(
        "django_comments_xtd.XtdComment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pending",
    )

    objects = PendingCommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment to be confirmed")
        verbose_name_plural = _("comments to be confirmed")

    def __str__(self):
        return f"{self.name}: {self.text[:50]}"

    @classmethod
    def start(cls, *, page, email, text, **fields):
        """Keep a comment until its link is opened: `(pending, token)`.

        For the same once more, that which is there; with a new link in place of the
        old one, except right after it, when there is no token: the mail is on its way.
        """
        if isinstance(fields.get("reply_to"), int):
            fields["reply_to_id"] = fields.pop("reply_to")
        now = timezone.now()
        token = secrets.token_urlsafe(24)
        same = cls.objects.unconfirmed().filter(
            page_id=page.pk, email__iexact=email, text=text
        )
        pending = same.filter(created_at__gt=now - cls.SAME_WITHIN).first()
        if pending is None:
            pending = cls(page_id=page.pk, email=email, text=text, **fields)
        elif pending.created_at > now - cls.DOUBLE_CLICK:
            return pending, None
        pending.token_hash = hash_of(token)
        pending.save()
        return pending, token

    @classmethod
    def purge(cls):
        """Delete what nobody confirmed in time and what was confirmed long ago."""
        cls.objects.expired().delete()
        long_ago = timezone.now() - cls.KEPT_AFTER_CONFIRMATION
        cls.objects.filter(confirmed_at__lte=long_ago).delete()

    def expired(self):
        return (
            self.confirmed_at is None
            and self.created_at <= timezone.now() - self.LIFETIME
        )


def hash_of(token):
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class CommentDetails(models.Model):
    """What we know about a comment beyond what django-comments-xtd keeps."""

    comment = models.OneToOneField(
        "django_comments_xtd.XtdComment",
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


class SubscriptionQuerySet(models.QuerySet):
    def to_be_told_of(self, comment):
        """Who asked about replies to a comment that `comment` answers, even indirectly.

        Who wrote it is not told, nor are those whose own comment no longer stands.
        """
        answered = XtdComment.norel_objects.filter(pk__in=threads.ancestors_of(comment))
        return (
            self.filter(
                muted_at=None, comment__in=threads.visible(answered).values("pk")
            )
            .exclude(email__iexact=comment.user_email)
            .order_by("pk")
        )


class Subscription(models.Model):
    """Somebody's wish to hear of replies to their comment."""

    comment = models.ForeignKey(
        "django_comments_xtd.XtdComment",
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    email = models.EmailField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)
    muted_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "email"], name="one_subscription_for_each"
            )
        ]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self):
        return f"subscription {self.pk} to comment {self.comment_id}"

    def mute_page(self):
        """Tell this address of no more replies on the page."""
        same = Q(
            email__iexact=self.email,
            comment__object_pk=self.comment.object_pk,
            comment__content_type=self.comment.content_type_id,
        )
        Subscription.objects.filter(same, muted_at=None).update(muted_at=timezone.now())


class CommentEdit(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(
        "django_comments_xtd.XtdComment",
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
        "django_comments_xtd.XtdComment",
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

"""Comments of guests that wait for the link in a mail."""

import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.ids import hash_token


class PendingCommentQuerySet(models.QuerySet):
    def for_token(self, token):
        """The comment that waits, or waited, for the link with `token`, or None."""
        return self.filter(token_hash=hash_token(token)).first()

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
    DUPLICATE_WITHIN = timedelta(days=1)

    # The token itself is only in the mail.
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+"
    )
    reply_to = models.ForeignKey(
        "comments.Comment",
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
        "comments.Comment",
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
    def start(cls, *, page, email, text, reply_to=None, **fields):
        """Keep a comment until its link is opened: `(pending, token)`.

        `reply_to` is the id of the comment that it answers.

        A duplicate is answered with the comment that is there: with a new link in place
        of the old one, or without a token while the first mail is still on its way.
        """
        now = timezone.now()
        token = secrets.token_urlsafe(24)
        same = cls.objects.unconfirmed().filter(
            page_id=page.pk, email__iexact=email, text=text
        )
        pending = same.filter(created_at__gt=now - cls.DUPLICATE_WITHIN).first()
        if pending is None:
            pending = cls(
                page_id=page.pk,
                email=email,
                text=text,
                reply_to_id=reply_to,
                **fields,
            )
        elif pending.created_at > now - cls.DOUBLE_CLICK:
            return pending, None
        pending.token_hash = hash_token(token)
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

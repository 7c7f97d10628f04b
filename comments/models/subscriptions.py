"""Who wants to hear of replies."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .comments import Comment


class SubscriptionQuerySet(models.QuerySet):
    def to_be_told_of(self, comment):
        """Who asked about replies to a comment that `comment` answers, even indirectly.

        Who wrote it is not told, nor are those whose own comment no longer stands.
        """
        answered = Comment.objects.filter(pk__in=Comment.objects.answered_by(comment))
        return (
            self.filter(muted_at=None, comment__in=answered.visible().values("pk"))
            .exclude(email__iexact=comment.user_email)
            .order_by("pk")
        )


class Subscription(models.Model):
    """Somebody's wish to hear of replies to their comment."""

    comment = models.ForeignKey(
        "comments.Comment",
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

    def is_muted(self):
        """Whether it was muted, by this object or another one."""
        return Subscription.objects.exclude(muted_at=None).filter(pk=self.pk).exists()

    def mute_page(self):
        """Tell this address of no more replies on the page."""
        same = Q(
            email__iexact=self.email,
            comment__object_pk=self.comment.object_pk,
            comment__content_type=self.comment.content_type_id,
        )
        Subscription.objects.filter(same, muted_at=None).update(muted_at=timezone.now())

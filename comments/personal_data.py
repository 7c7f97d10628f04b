"""What comments keep about a person: collected when they ask, and erased."""

from allauth.account.signals import email_changed
from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from comments.models import (
    Comment,
    CommentDetails,
    CommentEdit,
    PendingComment,
    Report,
    Subscription,
)
from comments.moderation.audit_log import forget_reasons
from members.my_data.signals import personal_data_erased, personal_data_requested


def comments_of(user):
    """What `user` wrote, also before they were a member."""
    own = Comment.objects.filter(user=user)
    return own | Comment.objects.by_email(user.email)


def subscriptions_of(user):
    """The subscriptions of `user`, also those under a former address."""
    own = Q(email__iexact=user.email) | Q(comment__user=user)
    return Subscription.objects.filter(own)


@receiver(personal_data_requested)
def collect(user, **kwargs):
    comments = comments_of(user).select_related("details").order_by("pk")
    waiting = PendingComment.objects.filter(email__iexact=user.email)
    subscriptions = subscriptions_of(user)
    return {
        "comments": [
            {
                "address": comment.get_absolute_url(),
                "written": comment.submit_date,
                "name": comment.user_name,
                "email": comment.user_email,
                "website": comment.user_url,
                "text": comment.comment,
                "is_published": comment.is_public and not comment.is_removed,
                "text_before_edits": [edit.text for edit in comment.edits.all()],
            }
            for comment in comments.prefetch_related("edits")
        ],
        "comments_to_be_confirmed": list(
            waiting.values("created_at", "name", "email", "website", "text")
        ),
        "reports_of_comments": list(
            Report.objects.filter(user=user).values(
                "comment_id", "created_at", "reason", "text"
            )
        ),
        "mails_about_replies": list(
            subscriptions.values("comment_id", "created_at", "muted_at")
        ),
    }


@receiver(personal_data_erased)
def erase(user, keep_contributions, **kwargs):
    comments = comments_of(user)
    CommentEdit.objects.filter(comment__in=comments).delete()
    PendingComment.objects.filter(email__iexact=user.email).delete()
    subscriptions_of(user).delete()
    Report.objects.filter(user=user).delete()
    # The reason may quote a word of the comment.
    CommentDetails.objects.filter(comment__in=comments).update(held_because="")
    forget_reasons(comments)
    nobody = {"user": None, "user_email": "", "user_url": ""}
    if keep_contributions:
        comments.update(user_name=_("a former member"), **nobody)
    else:
        comments.update(user_name="", comment="", is_removed=True, **nobody)


@receiver(email_changed)
def update_email(user, to_email_address, **kwargs):
    """Send mails about a member's comments to their new address from now on."""
    address = to_email_address.email.lower()
    Comment.objects.filter(user=user).update(user_email=address)
    subscriptions = Subscription.objects.filter(comment__user=user)
    subscriptions.exclude(email__iexact=address).update(email=address)

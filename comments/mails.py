"""What is mailed about comments: links, no texts, and names only of pages."""

from django.conf import settings
from django.core.signing import Signer
from django.dispatch import receiver
from django.urls import reverse

from base.mail import send_mail_template

from .models import Subscription
from .signals import comment_published

MUTE_SIGNER = Signer(salt="comments.mute")


def send_confirmation(pending, token):
    """Mail the link that confirms a comment to its author."""
    send_mail_template(
        "comments/mail/confirm",
        pending.email,
        {
            "page": pending.page,
            "link": absolute("confirm", token),
        },
    )


@receiver(comment_published)
def tell_author(comment, **kwargs):
    """Tell the author of a comment that waited for a moderator that it is published."""
    if not comment.details.held_because or not comment.user_email:
        return
    send_mail_template(
        "comments/mail/published",
        comment.user_email,
        {"page": comment.page, "link": permalink(comment)},
    )


@receiver(comment_published)
def tell_subscribers(comment, **kwargs):
    """Tell everybody who asked about replies, once each, but not the author."""
    told = set()
    for subscription in Subscription.objects.to_be_told_of(comment):
        if subscription.email.lower() in told:
            continue
        told.add(subscription.email.lower())
        mute_url = absolute("mute", MUTE_SIGNER.sign(subscription.pk))
        send_mail_template(
            "comments/mail/reply",
            subscription.email,
            {"page": comment.page, "link": permalink(comment), "mute": mute_url},
            headers={
                "List-Unsubscribe": f"<{mute_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def permalink(comment):
    return absolute("permalink", comment.pk)


def absolute(name, *args):
    return settings.SITE_URL + reverse(f"comments:{name}", args=args)

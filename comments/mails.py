"""What is mailed about comments: links, no texts, and names only of pages."""

from django.conf import settings
from django.core.signing import Signer
from django.dispatch import receiver
from django.urls import reverse
from wagtail.models import Page

from base.mail import send_mail_template
from comments.models import Subscription

from .signals import comment_published

MUTE_SALT = "comments.mute"


def send_confirmation(pending, token):
    """Mail the link that confirms a comment to who wrote it."""
    send_mail_template(
        "comments/mail/confirm",
        pending.email,
        {
            "page": pending.page,
            "link": absolute("confirm", token),
            "days": pending.LIFETIME.days,
        },
    )


@receiver(comment_published)
def tell_its_writer(comment, **kwargs):
    """Who waited for a moderator hears when the comment is up."""
    if not comment.details.held_because or not comment.user_email:
        return
    send_mail_template(
        "comments/mail/published",
        comment.user_email,
        {"page": page_of(comment), "link": permalink(comment)},
    )


@receiver(comment_published)
def tell_those_who_asked(comment, **kwargs):
    """Everybody who asked hears of an answer once, except who wrote it."""
    page = page_of(comment)
    told = set()
    for subscription in Subscription.objects.to_be_told_of(comment):
        if subscription.email.lower() in told:
            continue
        told.add(subscription.email.lower())
        token = Signer(salt=MUTE_SALT).sign(subscription.pk)
        mute = absolute("mute", token)
        send_mail_template(
            "comments/mail/reply",
            subscription.email,
            {"page": page, "link": permalink(comment), "mute": mute},
            headers={
                "List-Unsubscribe": f"<{mute}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def page_of(comment):
    return Page.objects.get(pk=comment.object_pk)


def permalink(comment):
    return absolute("permalink", comment.pk)


def absolute(name, *args):
    return settings.SITE_URL + reverse(f"comments:{name}", args=args)

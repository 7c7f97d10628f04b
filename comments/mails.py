"""What is mailed about comments: links, no texts, and names only of pages."""

from django.conf import settings
from django.core.signing import Signer
from django.dispatch import receiver
from django.urls import reverse
from wagtail.models import Page
from wagtail.signals import page_published

from g48cms.mail import send_mail_template

from .models import Subscription, Topic
from .signals import comment_published, topic_decided

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
        {"page": page_of(comment), "link": address_of(comment)},
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
            {"page": page, "link": address_of(comment), "mute": mute},
            headers={
                "List-Unsubscribe": f"<{mute}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


@receiver(page_published)
def announce_topics(instance, **kwargs):
    """With a meeting its topics are announced."""
    topics = Topic.objects.public().filter(meeting=instance.pk, announced_at=None)
    for topic in topics.select_related("comment"):
        topic.announce()


@receiver(topic_decided)
def tell_who_asked(topic, **kwargs):
    """Who suggested a topic, and the supporters who asked, hear what becomes of it."""
    asked = topic.supports.filter(wants_mail=True, user__is_active=True)
    addresses = [topic.comment.user_email, *asked.values_list("user__email", flat=True)]
    send_mail_template(
        f"comments/mail/topic_{topic.state}",
        list(dict.fromkeys(address.lower() for address in addresses if address)),
        {"topic": topic, "link": address_of(topic.comment)},
    )


def page_of(comment):
    return Page.objects.get(pk=comment.object_pk)


def address_of(comment):
    return absolute("permalink", comment.pk)


def absolute(name, *args):
    return settings.SITE_URL + reverse(f"comments:{name}", args=args)

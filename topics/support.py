"""Supporting a topic, once for each member."""

from django.db import transaction
from django.utils.translation import gettext as _

from comments.refusals import CommentRefused
from members.models import User

from .models import Support, Topic


def add_support(topic: Topic, user: User, wants_mail: bool = False) -> None:
    """Note that `user` would like `topic`, once however often they say so; raises
    CommentRefused if it is their own, or not merely suggested any more."""
    if topic.comment.is_by(user):
        sentence = _("You suggested this topic: it has your support already.")
        raise CommentRefused("own_topic", sentence, status=403)
    with transaction.atomic():
        # Nobody decides on it at the same moment.
        topic = Topic.objects.public().select_for_update(of=("self",)).get(pk=topic.pk)
        if not topic.takes_support:
            raise CommentRefused(
                "no_topic", _("This topic takes no more support."), status=409
            )
        Support.objects.update_or_create(
            topic=topic, user=user, defaults={"wants_mail": wants_mail}
        )


def withdraw_support(topic: Topic, user: User) -> None:
    """Take back the support of `user`, if there is any."""
    Support.objects.filter(topic=topic, user=user).delete()

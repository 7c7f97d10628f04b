"""What becomes of a topic: planned into a meeting, discussed, declined or reopened."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.signals import page_published

from base.mail import send_mail_template
from blog.meetings.models import MeetingPage, MeetingQuerySet
from blog.models import BlogIndexPage
from comments.mails import permalink
from members.models import User

from .models import Topic


def open_meetings(user: User) -> MeetingQuerySet:
    """Meetings to come, drafts included, that `user` may change."""
    meetings = MeetingPage.objects.upcoming().not_cancelled()
    return meetings.filter(
        pk__in=[
            meeting.pk
            for meeting in meetings.defer_streamfields()
            if meeting.permissions_for_user(user).can_edit()
        ]
    )


@transaction.atomic
def plan(topics: Iterable[Topic], user: User, meeting: MeetingPage) -> None:
    """Put `topics` on the programme of `meeting`, whose page keeps no copy of them."""
    for topic in topics:
        topic.plan(meeting)
        log(topic, "topics.plan", user=user, data={"meeting": meeting.pk})
        if meeting.live:  # its page shows the topic from now on
            announce(topic)


@transaction.atomic
def new_meeting(
    blog: BlogIndexPage,
    user: User,
    *,
    title: str,
    starts: datetime,
    ends: datetime,
    topics: list[Topic],
) -> MeetingPage:
    """A draft of a meeting that takes up `topics`; it repeats no word of them, which their
    writers may erase."""
    meeting = MeetingPage(
        title=title,
        summary=_("We talk about what readers have suggested."),
        starts=starts,
        ends=ends,
        owner=user,
        live=False,
    )
    blog.add_child(instance=meeting)
    meeting.save_revision(user=user)
    log(meeting, "wagtail.create", user=user)
    plan(topics, user, meeting)
    return meeting


@transaction.atomic
def announce(topic: Topic) -> None:
    """Tell, once, who asked that `topic` is planned; its meeting is published."""
    planned = Topic.objects.filter(state=Topic.State.PLANNED, announced_at=None)
    if planned.filter(pk=topic.pk).update(announced_at=timezone.now()):
        send_decision(topic)


@receiver(page_published)
def announce_topics(instance, **kwargs):
    """With a meeting its topics are announced."""
    topics = Topic.objects.public().filter(meeting=instance.pk, announced_at=None)
    for topic in topics.select_related("comment"):
        announce(topic)


@transaction.atomic
def decline(topic: Topic, answer: str, user: User | None = None) -> None:
    """Say why `topic` is not taken up, and tell who asked; nothing if that was done."""
    others = Topic.objects.exclude(state=Topic.State.DECLINED)
    declined = {"state": Topic.State.DECLINED, "meeting": None, "answer": answer}
    if others.filter(pk=topic.pk).update(**declined):
        topic.refresh_from_db()
        log(topic, "topics.decline", user=user)
        send_decision(topic)


def send_decision(topic: Topic) -> None:
    """Tell who suggested a topic, and the supporters who asked, what becomes of it."""
    supporters = topic.supports.filter(wants_mail=True, user__is_active=True)
    emails = [
        topic.comment.user_email,
        *supporters.values_list("user__email", flat=True),
    ]
    send_mail_template(
        f"topics/mail/{topic.state}",
        list(dict.fromkeys(email.lower() for email in emails if email)),
        {"topic": topic, "link": permalink(topic.comment)},
    )


def mark_discussed(topic: Topic, user: User | None) -> None:
    """Note that a meeting talked about `topic`."""
    topic.change(state=Topic.State.DISCUSSED)
    log(topic, "topics.discussed", user=user)


def reopen(topic: Topic, user: User | None) -> None:
    """Suggest `topic` once more."""
    topic.change(state=Topic.State.SUGGESTED, meeting=None, answer="")
    log(topic, "topics.reopen", user=user)


def mark_past_discussed() -> None:
    """Topics of meetings that took place are discussed."""
    over = MeetingPage.objects.live().past().not_cancelled()
    planned = Topic.objects.filter(state=Topic.State.PLANNED)
    planned.filter(meeting__in=over.values("pk")).update(state=Topic.State.DISCUSSED)


def next_evening() -> tuple[datetime, datetime]:
    """When a meeting might begin and end: in two weeks, seven o'clock, two hours."""
    day = timezone.localtime() + timedelta(weeks=2)
    starts = day.replace(hour=19, minute=0, second=0, microsecond=0)
    return starts, starts + timedelta(hours=2)

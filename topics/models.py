"""Topics: what people suggest for a meeting, and who would like it too."""

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef
from django.dispatch import receiver
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.reading import text
from comments.refusals import CommentRefused
from comments.signals import comment_created
from members.models import User
from members.my_data.signals import personal_data_requested


class TopicQuerySet(models.QuerySet):
    def public(self):
        """Topics whose comment anybody may read."""
        # Of the few that suggest one: to look at all comments there are takes long.
        suggestions = Comment.objects.filter(pk__in=Topic.objects.values("pk"))
        comments = suggestions.visible().on_public_pages()
        return self.filter(comment__in=comments.values("pk"))

    def with_support(self, user=None):
        """Each with `support`, the number of its supporters, and `is_supported`: whether
        `user` is one of them."""
        own = Support.objects.filter(
            topic=OuterRef("pk"), user=getattr(user, "pk", None)
        )
        return self.annotate(
            support=Count("supports", distinct=True), is_supported=Exists(own)
        )

    def suggested_by(self, comments):
        """The topics among `comments`, by the comment's id; no query if there are none."""
        wanted = [comment.pk for comment in comments if comment.suggests_topic]
        return self.with_support().in_bulk(wanted)

    def most_supported(self):
        """The topic that most members support first, of equals the newest."""
        return self.with_support().order_by("-support", "-pk")


class Topic(models.Model):
    """A comment that suggests what to talk about at a meeting, and what came of it."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        PLANNED = "planned", _("planned")
        DISCUSSED = "discussed", _("discussed")
        DECLINED = "declined", _("declined")

    LONGEST_TITLE = 80

    comment = models.OneToOneField(
        "comments.Comment",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="topic",
        verbose_name=_("comment"),
    )
    short_title = models.CharField(
        _("title"),
        max_length=LONGEST_TITLE,
        blank=True,
        help_text=_("What lists call it. Leave it empty for its first words."),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.SUGGESTED, db_index=True
    )
    meeting = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="topics",
        verbose_name=_("meeting"),
    )
    report = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("report"),
        help_text=_("The post that tells what came of it."),
    )
    answer = models.TextField(
        _("a word of thanks"),
        max_length=500,
        blank=True,
        help_text=_("Why the group does not take it up. Everybody can read it."),
    )
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        # Not its words: they go when its writer deletes them, and logs keep this.
        return f"topic {self.pk}"

    @property
    def title(self):
        """A line for lists: what an editor chose, or else the first line."""
        first_line = text.plain(self.comment.comment).partition("\n")[0]
        return self.short_title or Truncator(first_line).chars(self.LONGEST_TITLE)

    @property
    def takes_support(self):
        return self.state == self.State.SUGGESTED

    @transaction.atomic
    def add_support(self, user: User, wants_mail: bool = False) -> None:
        """Note that `user` would like the topic, once however often they say so; raises
        CommentRefused if it is not merely suggested any more."""
        # Nobody decides on it at the same moment.
        topics = Topic.objects.public().select_for_update(of=("self",))
        topic = topics.filter(pk=self.pk).first()
        if topic is None or not topic.takes_support:
            raise CommentRefused(
                "no_topic", str(_("This topic takes no more support.")), status=409
            )
        self.supports.update_or_create(user=user, defaults={"wants_mail": wants_mail})

    def plan(self, meeting):
        """Put the topic on the programme of `meeting`, a page that may be a draft."""
        self.change(state=self.State.PLANNED, meeting=meeting, announced_at=None)

    def change(self, **fields):
        """Save these fields alone."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))


class Support(models.Model):
    """That a member would like a topic, too."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="supports")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    wants_mail = models.BooleanField(_("wants to hear of it"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "user"], name="one_support_of_each_member"
            )
        ]
        verbose_name = _("support")
        verbose_name_plural = _("support")

    def __str__(self):
        return f"support {self.pk} of topic {self.topic_id}"


@receiver(comment_created)
def make_topic(comment, **kwargs):
    """A comment that suggests a topic has one from the beginning."""
    if comment.details.suggests_topic:
        Topic.objects.create(comment=comment)


@receiver(personal_data_requested)
def collect_support(user, **kwargs):
    """What topics keep about a person; it goes with the account."""
    supports = Support.objects.filter(user=user)
    values = supports.values("topic_id", "created_at", "wants_mail")
    return {"topics_supported": list(values)}

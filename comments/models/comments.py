"""Comments: the table of django-comments-xtd, with the questions that the site asks."""

from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import (
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment
from wagtail.models import Page

from base.pages import published
from base.text import clean_line

from .conditions import (
    HIDDEN,
    NOT_REMOVED,
    PUBLIC,
    SPAM,
    IsBelowHidden,
    is_reported,
)
from .pages import is_discussion_hidden, with_discussion


class CommentQuerySet(models.QuerySet):
    # --- Which

    def on(self, page):
        """Comments on `page`; none where its discussion is hidden."""
        if is_discussion_hidden(page):
            return self.none()
        return self.filter(object_pk=str(page.pk))

    def not_removed(self):
        return self.filter(NOT_REMOVED)

    def visible(self):
        """Comments that anybody who can read their page may read."""
        return self.filter(PUBLIC, NOT_REMOVED, ~IsBelowHidden("pk", "parent_id"))

    def on_public_pages(self):
        """Comments on pages that anybody may read and whose discussion is not hidden."""
        pages = with_discussion(published(Page.objects.all()))
        pages = pages.annotate(text_pk=Cast("pk", CharField()))
        return self.filter(object_pk__in=pages.values("text_pk"))

    def in_state(self, state):
        """Comments in one of `Comment.State`."""
        return self.filter(IN_STATE[state])

    def reported(self):
        """Comments with a report that no moderator has answered."""
        return self.filter(is_reported())

    def need_a_moderator(self):
        """Comments that wait for a decision or were reported."""
        return self.filter(IN_STATE[Comment.State.WAITING] | is_reported())

    def by_email(self, email):
        """Comments written from the address `email`; none for an empty one."""
        return self.filter(user_email__iexact=email) if email else self.none()

    def with_words(self, words):
        """Comments with all of `words` in text or name, whole or not."""
        comments = self
        for word in words:
            word = clean_line(word)  # as comments are stored
            # SQLite takes only letters of ASCII for the same in either case.
            cases = {word, word.lower(), word.upper(), word.capitalize()}
            found = Q()
            for part in {word} if word.isascii() else cases:
                found |= Q(comment__icontains=part) | Q(user_name__icontains=part)
            comments = comments.filter(found)
        return comments

    # --- How many

    def counts_on(self, pages):
        """How many comments on each of `pages` anybody may read, by the page's id."""
        numbers = {str(page.pk): 0 for page in pages}
        shown = [str(page.pk) for page in pages if not is_discussion_hidden(page)]
        comments = self.filter(object_pk__in=shown)
        some_hidden = []
        for row in (
            comments.order_by()
            .values("object_pk")
            .annotate(
                readable=Count("pk", filter=PUBLIC & NOT_REMOVED),
                hidden=Count("pk", filter=HIDDEN),
            )
        ):
            numbers[row["object_pk"]] = row["readable"]
            if row["hidden"]:
                some_hidden.append(row["object_pk"])
        if some_hidden:
            comments = comments.filter(object_pk__in=some_hidden)
            for page_pk in comments.below_hidden().values():
                if page_pk:
                    numbers[page_pk] -= 1
        return {int(pk): number for pk, number in numbers.items()}

    def count_needs(self):
        """How many wait for a moderator and how many are reported, and since when the
        `oldest` waits."""
        waiting = IN_STATE[Comment.State.WAITING]
        since = Coalesce("details__held_at", "submit_date")
        return self.need_a_moderator().aggregate(
            waiting=Count("pk", filter=waiting),
            oldest=Min(since, filter=waiting),
            reported=Count("pk", filter=is_reported()),
        )

    def below_hidden(self):
        """Comments that answer a hidden one, directly or through others, by their ids:
        each with its `object_pk` if it is itself readable, else None.

        For whole pages: there it is quicker to read the few threads in question than to
        ask IsBelowHidden of each comment.
        """
        hidden_parent = Comment.objects.filter(HIDDEN, pk=OuterRef("parent_id"))
        answers = self.filter(Exists(hidden_parent.exclude(pk=OuterRef("pk"))))
        rows = Comment.objects.filter(thread_id__in=answers.values("thread_id"))
        fields = ("pk", "parent_id", "object_pk", "is_public", "is_removed")
        ahead, answers = [], {}
        for pk, parent, page_pk, is_public, is_removed in rows.values_list(*fields):
            if parent != pk:
                readable_on = page_pk if is_public and not is_removed else None
                answers.setdefault(parent, []).append((pk, readable_on))
            if not is_public:
                ahead.append(pk)
        found = {}
        while ahead:
            below = answers.pop(ahead.pop(), [])
            found.update(below)
            ahead.extend(pk for pk, _page_pk in below)
        return found

    # --- With what belongs to them

    def ancestors_of(self, *comments):
        """What `comments` answer, directly or through others, by their ids."""
        found = {}
        while (
            above := {comment.parent_id for comment in comments}
            - found.keys()
            - {comment.pk for comment in comments}
        ):
            comments = self.filter(pk__in=above)
            found |= {comment.pk: comment for comment in comments}
        return found

    def answered_by(self, comment):
        """The ids of what `comment` answers, directly or through others."""
        thread = self.filter(thread_id=comment.thread_id).select_related("details")
        answered = {other.pk: other.answered_id for other in thread}
        found = set()
        pk = comment.answered_id
        while pk and pk not in found:
            found.add(pk)
            pk = answered.get(pk)
        return found | set(self.ancestors_of(comment))

    def with_pages(self):
        """The list of these comments, their `page` found by one query for all."""
        comments = list(self)
        pages = Page.objects.in_bulk({comment.page_id for comment in comments})
        for comment in comments:
            comment.page = pages.get(comment.page_id)
        return comments


class Comment(XtdComment):
    """A comment on a page.

    `parent_id` alone tells what it answers, itself if nothing; `thread_id` and `order`
    only sort. `details` is missing of comments that came from elsewhere.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        PUBLISHED = "published", _("Published")
        REMOVED = "removed", _("Removed")
        SPAM = "spam", _("Spam")

    EDITABLE_FOR = timedelta(minutes=15)
    DEEPEST = settings.COMMENTS_XTD_MAX_THREAD_LEVEL

    # Where it stands in the thread that is shown: `reading.threads` sets these.
    depth = 0  # how many comments are above it
    in_reply_to = ""  # the name of who wrote what it answers
    remainder = 0  # how many comments of its thread come after it on further pages

    objects = CommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        proxy = True
        default_permissions = ()  # those of the package's model are asked for
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self):
        return f"{self.user_name}: {self.comment[:50]}"

    def get_absolute_url(self):
        return reverse("comments:permalink", args=[self.pk])

    @property
    def page_id(self):
        """The id of the page it is on, as a number."""
        return int(self.object_pk)

    @cached_property
    def page(self):
        """The page it is on, or None if that is gone."""
        return Page.objects.filter(pk=self.page_id).first()

    @property
    def state(self):
        """In which of `State` it is; IN_STATE says the same to the database."""
        if self.is_removed:
            return self.State.REMOVED
        if self._detail("is_spam"):
            return self.State.SPAM
        return self.State.PUBLISHED if self.is_public else self.State.WAITING

    @property
    def is_reply(self):
        return self.parent_id not in (0, self.pk)

    @property
    def answered_id(self):
        """The id of the comment that it answers, which may stand beside it; None if it
        answers nothing."""
        beside = self._detail("in_reply_to_id")
        return beside or (self.parent_id if self.is_reply else None)

    @property
    def edited_at(self):
        """When its writer, or a moderator, changed it; None if nobody did."""
        return self._detail("edited_at") or None

    @property
    def suggests_topic(self):
        """Whether readers are told that it suggests a topic."""
        return bool(self._detail("suggests_topic") and not self.is_removed)

    @property
    def by_group(self):
        """Whether readers are told that one of the group's own people wrote it."""
        return bool(self._detail("by_group") and not self.is_removed)

    def _detail(self, name):
        details = getattr(self, "details", None)
        return details is not None and getattr(details, name)

    @property
    def takes_replies(self):
        """Whether it may be answered, as far as that is up to it and not to its page."""
        return self.is_public and not self.is_removed

    def is_by(self, user):
        """Whether `user`, who may be anybody or None, wrote it while signed in."""
        return user is not None and user.is_authenticated and self.user_id == user.pk

    def is_editable_by(self, user):
        """Whether `user` may still change what it says."""
        return (
            self.is_by(user)
            and not self.is_removed
            and timezone.now() < self.submit_date + self.EDITABLE_FOR
        )


# What `Comment.state` says, for the database.
IN_STATE = {
    Comment.State.WAITING: HIDDEN & NOT_REMOVED & ~SPAM,
    Comment.State.PUBLISHED: PUBLIC & NOT_REMOVED,
    Comment.State.REMOVED: Q(is_removed=True),
    Comment.State.SPAM: SPAM & NOT_REMOVED,
}

"""Reading comments: which are to be seen, how many, in which order.

Who answers whom is told by `parent_id` alone; `thread_id` and `order` only sort.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import (
    Case,
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.utils import timezone
from wagtail.models import Page

from comments.models.comments import HIDDEN, NOT_REMOVED, PUBLIC, Comment
from comments.models.pages import is_discussion_hidden

from . import text

THREADS_PER_PAGE = 50
SHOWN_OF_THREAD = 100
REST_PER_PAGE = 100
EDITABLE_FOR = timedelta(minutes=15)
DEEPEST = settings.COMMENTS_XTD_MAX_THREAD_LEVEL


# --- What is to be seen


def below_hidden(comments):
    """The same for a whole page, where reading the few threads in question is quicker:
    those of `comments` that answer a hidden one, each with its page if it is readable
    by itself and with None if it is not."""
    hidden_parent = Comment.objects.filter(HIDDEN, pk=OuterRef("parent_id"))
    answers = comments.filter(Exists(hidden_parent.exclude(pk=OuterRef("pk"))))
    rows = Comment.objects.filter(thread_id__in=answers.values("thread_id"))
    fields = ("pk", "parent_id", "object_pk", "is_public", "is_removed")
    ahead, answers = [], {}
    for pk, parent, page, is_public, is_removed in rows.order_by().values_list(*fields):
        if parent != pk:
            readable_on = page if is_public and not is_removed else None
            answers.setdefault(parent, []).append((pk, readable_on))
        if not is_public:
            ahead.append(pk)
    found = {}
    while ahead:
        below = answers.pop(ahead.pop(), [])
        found.update(below)
        ahead.extend(pk for pk, _page in below)
    return found


# --- How many


def count(page):
    """How many comments on `page` anybody may read."""
    return counts([page])[page.pk]


def counts(pages):
    """For each of `pages`, by its id, how many comments anybody may read."""
    numbers = {str(page.pk): 0 for page in pages}
    shown = [str(page.pk) for page in pages if not is_discussion_hidden(page)]
    comments = Comment.objects.filter(object_pk__in=shown)
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
        for readable_on in below_hidden(comments).values():
            if readable_on:
                numbers[readable_on] -= 1
    return {int(pk): number for pk, number in numbers.items()}


# --- Threads


@dataclass
class Thread:
    """Comments as they stand below each other, and where among the pages of them."""

    comments: list
    count: int  # on the whole page
    number: int
    num_pages: int
    newest_url: str = ""

    @property
    def paginator(self):
        return self

    @property
    def previous_number(self):
        return self.number - 1

    @property
    def next_number(self):
        return self.number + 1


def thread_of(page, number=1, user=None):
    """A page of the threads on `page`, of long threads only the beginning.

    A `number` that makes no sense leads to the first page, one too high to the last.
    """
    shown, numbers = survey(page, user)
    # Of removed comments alone no thread is shown.
    threads = (
        Comment.objects.on(page)
        .filter(shown, NOT_REMOVED)
        .values_list("thread_id", flat=True)
    )
    paginator = Paginator(threads.distinct().order_by("thread_id"), THREADS_PER_PAGE)
    paginator.count = numbers["threads"]  # known already
    listed = paginator.get_page(number)
    comments = Comment.objects.on(page).filter(shown)
    beginnings = comments.filter(order__lte=SHOWN_OF_THREAD)
    if paginator.num_pages > 1:
        beginnings = beginnings.filter(thread_id__in=listed.object_list)
    if (numbers["longest"] or 0) > SHOWN_OF_THREAD:
        beginnings = beginnings.annotate(rest_of_thread=rest_of_thread(comments))
    rows = in_order(beginnings) if numbers["threads"] else []
    later = {row.thread_id: getattr(row, "rest_of_thread", 0) for row in rows[::-1]}
    return Thread(
        comments=outline(rows, user, {pk: n for pk, n in later.items() if n}),
        count=numbers["count"],
        number=listed.number,
        num_pages=paginator.num_pages,
        newest_url=address_of_newest(numbers),
    )


def part_of(page, number=1, root=None, user=None):
    """A page of the threads on `page`, or of the rest of the long thread with the id
    `root`; None where there is none with this `number`."""
    if root is None:
        thread = thread_of(page, number, user)
    elif (first := Comment.objects.on(page).filter(id=root).first()) is not None:
        thread = rest_of(first, page, number, user)
    else:
        return None
    return thread if thread.number == number else None


def rest_of(root, page, number=1, user=None):
    """Of the long thread below `root` a page of what `thread_of(page)` left away."""
    shown, numbers = survey(page, user)
    comments = Comment.objects.on(page).filter(
        shown, thread_id=root.pk, order__gt=SHOWN_OF_THREAD
    )
    last = comments.filter(NOT_REMOVED).aggregate(last=Max("order"))["last"] or 0
    num_pages = max(1, page_in_rest(last))
    number = Paginator(range(num_pages), 1).get_page(number).number
    first = SHOWN_OF_THREAD + (number - 1) * REST_PER_PAGE
    rows = in_order(comments.filter(order__gt=first, order__lte=first + REST_PER_PAGE))
    return Thread(
        comments=outline(rows, user, {root.pk: 0} if number < num_pages else {}),
        count=numbers["count"],
        number=number,
        num_pages=num_pages,
        newest_url=address_of_newest(numbers),
    )


def survey(page, user):
    """Which comments on `page` are shown to `user`, as a Q, and how many these are.

    They include those that left a trace, being removed, and those of `user` that wait.
    """
    comments = Comment.objects.on(page)
    numbers = figures(comments, PUBLIC)
    if not numbers["hidden"]:
        return Q(), numbers
    shown = PUBLIC
    if user is not None and user.is_authenticated:
        shown |= HIDDEN & NOT_REMOVED & Q(user=user)
    if below := list(below_hidden(comments)):
        shown &= ~Q(pk__in=below)
    return shown, numbers if shown == PUBLIC else figures(comments, shown)


def figures(comments, shown):
    return comments.aggregate(
        hidden=Count("pk", filter=HIDDEN),
        count=Count("pk", filter=shown & PUBLIC & NOT_REMOVED),
        threads=Count("thread_id", filter=shown & NOT_REMOVED, distinct=True),
        longest=Max("order", filter=shown & NOT_REMOVED),
        newest=Max("pk", filter=shown & PUBLIC & NOT_REMOVED),
    )


def in_order(comments):
    return list(comments.select_related("details").order_by("thread_id", "order", "pk"))


def rest_of_thread(comments):
    """With the first comment of each thread, how many come after those that are shown."""
    later = comments.filter(
        NOT_REMOVED, order__gt=SHOWN_OF_THREAD, thread_id=OuterRef("thread_id")
    )
    number = later.order_by().values("thread_id").annotate(number=Count("pk"))
    return Case(When(order=1, then=Subquery(number.values("number"))), default=0)


def outline(rows, user, rest):
    """`rows` without the removed comments that nobody answered, each with what it is
    shown with; `rest` has the threads that go on after `rows`."""
    known = {comment.pk: comment for comment in rows}
    orphans = [comment for comment in rows if comment.parent_id not in known]
    if orphans:  # only in the rest of a thread
        known |= Comment.objects.ancestors_of(*orphans)
    set_depths(known)
    comments = without_lone_tombstones(rows, rest)
    for comment in comments:
        describe(comment, known, user)
    for comment in last_of_threads(comments):
        comment.rest = rest.get(comment.thread_id, 0)
        comment.rest_url = f"?thread={comment.thread_id}#comments"
    return comments


def set_depths(known):
    for comment in known.values():
        path = []
        while not hasattr(comment, "depth"):
            path.append(comment)
            comment.depth = 0  # of a root, and of one whose parent is gone
            comment = known.get(comment.parent_id, comment)
        for below in reversed(path):
            if below is not comment:
                below.depth = comment.depth + 1
            comment = below


def without_lone_tombstones(rows, rest):
    kept = []
    for comment in reversed(rows):
        after = kept[-1] if kept else None
        if after is None or after.thread_id != comment.thread_id:
            # Where a thread is cut off, answers may come after the cut.
            answered = comment.thread_id in rest
        else:
            answered = after.depth > comment.depth
        if answered or not comment.is_removed:
            kept.append(comment)
    return kept[::-1]


def last_of_threads(comments):
    return {comment.thread_id: comment for comment in comments}.values()


def describe(comment, known, user):
    parent = known.get(comment.parent_id) if comment.depth else None
    comment.is_tombstone = comment.is_removed
    comment.is_waiting = not comment.is_public
    comment.in_reply_to = parent.user_name if parent and not parent.is_removed else ""
    comment.takes_replies = comment.depth < DEEPEST and not (
        comment.is_removed or comment.is_waiting
    )
    comment.is_editable = is_editable(comment, user)
    comment.rest, comment.rest_url = 0, ""
    if comment.is_tombstone:  # whatever shows it, here is nothing to show
        comment.comment = comment.user_name = comment.user_email = comment.user_url = ""
    comment.html = text.render(comment.comment)


def is_editable(comment, user):
    """Whether `user` may still change what `comment` says."""
    return (
        user is not None
        and user.is_authenticated
        and comment.user_id == user.pk
        and not comment.is_removed
        and timezone.now() < comment.submit_date + EDITABLE_FOR
    )


# --- Where a comment stands


def place_of(comment, user=None):
    """`(page number, whether it is one of rest_of())`, or None if it is not shown."""
    page = Page(pk=comment.object_pk)
    shown, _numbers = survey(page, user)
    comments = Comment.objects.on(page).filter(shown, NOT_REMOVED)
    if not comments.filter(pk=comment.pk).exists():
        return None
    if comment.order > SHOWN_OF_THREAD:
        return page_in_rest(comment.order), True
    before = comments.filter(thread_id__lt=comment.thread_id)
    number = before.aggregate(number=Count("thread_id", distinct=True))["number"]
    return number // THREADS_PER_PAGE + 1, False


def address_of(comment, page_url, user=None):
    """The address of `comment` on its page, or None if it is not shown."""
    place = place_of(comment, user)
    if place is None:
        return None
    number, is_in_rest = place
    query = [f"thread={comment.thread_id}"] if is_in_rest else []
    if number > 1:
        query.append(f"comments={number}")
    return f"{page_url}{'?' if query else ''}{'&'.join(query)}#comment-{comment.pk}"


def page_in_rest(order):
    return ceil((order - SHOWN_OF_THREAD) / REST_PER_PAGE)


def address_of_newest(numbers):
    newest = numbers["newest"]
    return Comment(pk=newest).get_absolute_url() if newest else ""

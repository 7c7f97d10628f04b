"""The comments on a page as threads, a part at a time, and where each one stands.

However many comments there are, a part takes the same few queries.
"""

from dataclasses import dataclass
from math import ceil

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Case, Count, Max, OuterRef, Q, Subquery, When
from wagtail.models import Page

from comments.models import Comment
from comments.models.conditions import HIDDEN, NOT_REMOVED, PUBLIC
from members.models import User

Reader = User | AnonymousUser | None

THREADS_PER_PAGE = 50
SHOWN_OF_THREAD = 100
REMAINDER_PER_PAGE = 100


@dataclass
class Thread:
    """One part of the comments on a page, each followed by those that answer it."""

    comments: list[Comment]
    count: int  # on the whole page
    number: int
    num_pages: int
    newest_url: str = ""
    root: int | None = None  # the first comment of the thread whose remainder it is


def get_part(
    page: Page, number: int = 1, root: int | None = None, user: Reader = None
) -> Thread | None:
    """Part `number` of the threads on `page`, or of the remainder of the long thread
    whose first comment has the id `root`; None if there is no such part."""
    if root is None:
        thread = get_threads(page, number, user)
    elif (first := Comment.objects.on(page).filter(id=root).first()) is not None:
        thread = get_remainder(first, page, number, user)
    else:
        return None
    return thread if thread.number == number else None


def get_nearest_part(
    page: Page, number: int, root: int | None, user: Reader = None
) -> Thread:
    """The same, or what comes nearest where there is no such part any more."""
    first = Comment.objects.on(page).filter(id=root).first() if root else None
    remainder = get_remainder(first, page, number, user) if first else None
    if remainder and remainder.comments:
        remainder.root = root
        return remainder
    return get_threads(page, number, user)


def get_threads(page: Page, number: int = 1, user: Reader = None) -> Thread:
    """Part `number` of the threads on `page`, of long threads only the beginning.

    A `number` that makes no sense leads to the first part, one too high to the last.
    """
    shown, numbers = visibility(page, user)
    comments = Comment.objects.on(page).filter(shown)
    # Of removed comments alone no thread is shown.
    threads = comments.filter(NOT_REMOVED).values_list("thread_id", flat=True)
    paginator = Paginator(threads.distinct().order_by("thread_id"), THREADS_PER_PAGE)
    paginator.count = numbers["threads"]  # known already
    part = paginator.get_page(number)
    beginnings = comments.filter(order__lte=SHOWN_OF_THREAD)
    if paginator.num_pages > 1:
        beginnings = beginnings.filter(thread_id__in=part.object_list)
    if (numbers["longest"] or 0) > SHOWN_OF_THREAD:
        beginnings = beginnings.annotate(in_remainder=count_remainder(comments))
    rows = in_order(beginnings) if numbers["threads"] else []
    remainders = {row.thread_id: getattr(row, "in_remainder", 0) for row in rows[::-1]}
    return Thread(
        comments=build_thread(rows, {pk: n for pk, n in remainders.items() if n}),
        count=numbers["count"],
        number=part.number,
        num_pages=paginator.num_pages,
        newest_url=newest_url(numbers),
    )


def get_remainder(
    root: Comment, page: Page, number: int = 1, user: Reader = None
) -> Thread:
    """Part `number` of what `get_threads(page)` left out of the thread below `root`."""
    shown, numbers = visibility(page, user)
    comments = Comment.objects.on(page).filter(
        shown, thread_id=root.pk, order__gt=SHOWN_OF_THREAD
    )
    last = comments.filter(NOT_REMOVED).aggregate(last=Max("order"))["last"] or 0
    num_pages = max(1, part_of_remainder(last))
    number = Paginator(range(num_pages), 1).get_page(number).number
    first = SHOWN_OF_THREAD + (number - 1) * REMAINDER_PER_PAGE
    rows = in_order(
        comments.filter(order__gt=first, order__lte=first + REMAINDER_PER_PAGE)
    )
    return Thread(
        comments=build_thread(rows, {root.pk: 0} if number < num_pages else {}),
        count=numbers["count"],
        number=number,
        num_pages=num_pages,
        newest_url=newest_url(numbers),
    )


# --- Which comments, and how many


def visibility(page, user):
    """Which comments on `page` are shown to `user`, as a Q, and their counts.

    They include removed ones, which may leave a trace, and those of `user` that wait.
    """
    comments = Comment.objects.on(page)
    numbers = aggregate_counts(comments, PUBLIC)
    if not numbers["hidden"]:
        return Q(), numbers
    shown = PUBLIC
    if user is not None and user.is_authenticated:
        shown |= HIDDEN & NOT_REMOVED & Q(user=user)
    if below := list(comments.below_hidden()):
        shown &= ~Q(pk__in=below)
    return shown, numbers if shown == PUBLIC else aggregate_counts(comments, shown)


def aggregate_counts(comments, shown):
    return comments.aggregate(
        hidden=Count("pk", filter=HIDDEN),
        count=Count("pk", filter=shown & PUBLIC & NOT_REMOVED),
        threads=Count("thread_id", filter=shown & NOT_REMOVED, distinct=True),
        longest=Max("order", filter=shown & NOT_REMOVED),
        newest=Max("pk", filter=shown & PUBLIC & NOT_REMOVED),
    )


def count_remainder(comments):
    """With the first comment of each thread, how many come after those that are shown."""
    later = comments.filter(
        NOT_REMOVED, order__gt=SHOWN_OF_THREAD, thread_id=OuterRef("thread_id")
    )
    number = later.order_by().values("thread_id").annotate(number=Count("pk"))
    return Case(When(order=1, then=Subquery(number.values("number"))), default=0)


def in_order(comments):
    return list(comments.select_related("details").order_by("thread_id", "order", "pk"))


# --- Threads out of rows


def build_thread(rows: list[Comment], remainders: dict[int, int]) -> list[Comment]:
    """`rows` with their places in the thread, without removed comments that nobody
    answered; `remainders` counts by thread id what comes after the last row."""
    known = {comment.pk: comment for comment in rows}
    orphans = [comment for comment in rows if comment.parent_id not in known]
    if orphans:  # only in the remainder of a thread
        known |= Comment.objects.ancestors_of(*orphans)
    set_depths(known)
    comments = without_lone_tombstones(rows, remainders)
    name_answered(comments, known)
    for comment in comments:
        if comment.is_removed:  # nothing of it is shown, whatever a template does
            comment.comment = comment.user_name = ""
            comment.user_email = comment.user_url = ""
    for comment in {comment.thread_id: comment for comment in comments}.values():
        comment.remainder = remainders.get(comment.thread_id, 0)
    return comments


def name_answered(comments, known):
    """Set `in_reply_to` of `comments`; most of what they answer is in `known`."""
    answers = {comment: comment.answered_id for comment in comments if comment.depth}
    if elsewhere := set(answers.values()) - known.keys():
        known |= Comment.objects.filter(PUBLIC).in_bulk(elsewhere)
    for comment, answered_id in answers.items():
        answered = known.get(answered_id)
        if answered and not answered.is_removed:
            comment.in_reply_to = answered.user_name


def set_depths(known):
    """Set the `depth` of the comments in `known`, which are there by their ids: 0 of a
    thread's first comment, and of one whose parent is gone."""
    depths = {}
    for comment in known.values():
        path = []
        while comment.pk not in depths:
            path.append(comment)
            depths[comment.pk] = 0
            comment = known.get(comment.parent_id, comment)
        for below in reversed(path):
            if below is not comment:
                depths[below.pk] = depths[comment.pk] + 1
            below.depth = depths[below.pk]
            comment = below


def without_lone_tombstones(rows, remainders):
    kept = []
    for comment in reversed(rows):
        after = kept[-1] if kept else None
        if after is None or after.thread_id != comment.thread_id:
            # Where a thread is cut off, answers may come after the cut.
            answered = comment.thread_id in remainders
        else:
            answered = after.depth > comment.depth
        if answered or not comment.is_removed:
            kept.append(comment)
    return kept[::-1]


# --- Where a comment stands


def get_place(comment: Comment, user: Reader = None) -> tuple[int, bool] | None:
    """The number of the part that shows `comment` to `user`, and whether it is a part
    of its thread's remainder; None if none shows it."""
    page = Page(pk=comment.page_id)
    shown, _numbers = visibility(page, user)
    comments = Comment.objects.on(page).filter(shown, NOT_REMOVED)
    if not comments.filter(pk=comment.pk).exists():
        return None
    if comment.order > SHOWN_OF_THREAD:
        return part_of_remainder(comment.order), True
    before = comments.filter(thread_id__lt=comment.thread_id)
    number = before.aggregate(number=Count("thread_id", distinct=True))["number"]
    return number // THREADS_PER_PAGE + 1, False


def get_url(comment: Comment, page_url: str, user: Reader = None) -> str | None:
    """The address of `comment` on its page, or None if it is not shown to `user`."""
    place = get_place(comment, user)
    if place is None:
        return None
    number, in_remainder = place
    query = [f"thread={comment.thread_id}"] if in_remainder else []
    if number > 1:
        query.append(f"comments={number}")
    return f"{page_url}{'?' if query else ''}{'&'.join(query)}#comment-{comment.pk}"


def part_of_remainder(order):
    return ceil((order - SHOWN_OF_THREAD) / REMAINDER_PER_PAGE)


def newest_url(numbers):
    newest = numbers["newest"]
    return Comment(pk=newest).get_absolute_url() if newest else ""

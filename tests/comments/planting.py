"""Many comments at once, as only a migration or years of discussion would bring them."""

import random

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from django_comments.models import Comment

TEXT = "I wrote to **them**, see https://example.org/letters.\n\n*Keep going.* " * 3


def plant(page, parents, hidden=(), removed=(), text=TEXT, user=None):
    """Comments on `page` by the places, in the list, of what they answer, or None."""
    first = (
        Comment.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    ) + 1
    levels, rows = [], []
    for place, parent in enumerate(parents):
        levels.append(0 if parent is None else levels[parent] + 1)
        rows.append([first + place, first + (place if parent is None else parent)])
    for thread in in_preorder(parents):
        for order, place in enumerate(thread, start=1):
            rows[place] += [levels[place], first + thread[0], order]
    Comment.objects.bulk_create(
        [
            Comment(
                pk=first + place,
                content_type=ContentType.objects.get_for_model(type(page)),
                object_pk=str(page.pk),
                site_id=1,
                user=user,
                user_name=f"Writer {place}",
                user_email="writer@example.org",
                comment=text,
                submit_date=timezone.now(),
                is_public=place not in hidden,
                is_removed=place in removed,
            )
            for place in range(len(parents))
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO django_comments_xtd_xtdcomment (comment_ptr_id, parent_id,"
            ' level, thread_id, "order", followup, nested_count)'
            " VALUES (%s, %s, %s, %s, %s, false, 0)",
            rows,
        )
    return [row[0] for row in rows]


def make_many(page, number, waiting):
    """Make `number` comments on `page`, each by another writer and a thread of its own,
    of which the first `waiting` wait."""
    start = (
        Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    ) + 1
    pks = range(start, start + number)
    Comment.objects.bulk_create(
        [
            Comment(
                pk=pk,
                content_type=page.content_type,
                object_pk=str(page.pk),
                site_id=1,
                user_name=f"Writer {pk}",
                user_email=f"writer-{pk}@example.org",
                comment=f"Comment {pk}",
                submit_date=timezone.now(),
                is_public=pk >= start + waiting,
            )
            for pk in pks
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO django_comments_xtd_xtdcomment (comment_ptr_id, thread_id, "
            'parent_id, level, "order", followup, nested_count) '
            "VALUES (%s, %s, %s, 0, 1, %s, 0)",
            [(pk, pk, pk, False) for pk in pks],
        )


def in_preorder(parents):
    """The places in each thread, every one followed by what answers it."""
    answers = {}
    for place, parent in enumerate(parents):
        answers.setdefault(parent, []).append(place)
    for root in answers.get(None, []):
        thread, ahead = [], [root]
        while ahead:
            place = ahead.pop()
            thread.append(place)
            ahead.extend(reversed(answers.get(place, [])))
        yield thread


def long_thread(size):
    """A thread in which people answer each other on all six levels."""
    dice = random.Random(size)  # noqa: S311 - nothing secret
    parents, path = [], []
    for place in range(size):
        level = min(5, dice.randint(1, len(path))) if path else 0
        parents.append(path[level - 1] if level else None)
        path[level:] = [place]
    return parents

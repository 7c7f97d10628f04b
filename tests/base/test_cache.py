"""What is counted in the shared cache, is counted by all processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

HOUR = 3600  # seconds
KEY = "visits"


def seconds_left():
    where = "cache_key LIKE '%visits'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT expires FROM {cache._table} WHERE {where}")  # noqa: S608
        [expires] = cursor.fetchone()
    expires = datetime.fromisoformat(str(expires)).replace(tzinfo=UTC)
    return (expires - timezone.now()).total_seconds()


def test_a_number_ends_when_it_was_to(db):
    cache.add(KEY, 0, HOUR)

    assert [cache.incr(KEY) for _ in range(3)] == [1, 2, 3]
    assert seconds_left() > HOUR - 60


def test_what_is_not_there_or_over_is_not_counted(db):
    with pytest.raises(ValueError, match="not found"):
        cache.incr(KEY)
    cache.add(KEY, 0, -1)
    with pytest.raises(ValueError, match="not found"):
        cache.incr(KEY)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    cache.add(KEY, 0, HOUR)

    def count(_):
        try:
            return cache.incr(KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        numbers = list(people.map(count, range(40)))

    assert sorted(numbers) == list(range(1, 41))

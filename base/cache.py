"""The shared cache: in the database or in Redis. Without Redis the site works, slower."""

import base64
import logging
import pickle
import re
import time
from datetime import UTC, datetime
from typing import ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import connections, router, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from .wagtail_speedups import RootPathsInMemoryMixin

logger = logging.getLogger(__name__)

# As allauth's limits have of email addresses: whoever guesses one could check the guess.
UNKEYED_HASH = re.compile(r"\b[0-9a-f]{64}\b")


def make_key(key: str, key_prefix: str, version: int) -> str:
    """The KEY_FUNCTION of the cache: Django's own, with the secret of the site in hashes."""
    keyed = UNKEYED_HASH.sub(
        lambda found: salted_hmac(
            "base.cache", found[0], algorithm="sha256"
        ).hexdigest(),
        str(key),
    )
    return f"{key_prefix}:{version}:{keyed}"


class SharedDatabaseCache(RootPathsInMemoryMixin, DatabaseCache):
    def get_many(self, keys, version=None):
        """Read only: Django's own deletes what has expired, and waits until it may."""
        if not keys:
            return {}
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        connection, table = self.table(router.db_for_read)
        marks = ", ".join(["%s"] * len(names))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT cache_key, value FROM {table} "  # noqa: S608
                f"WHERE cache_key IN ({marks}) AND expires > %s",
                [*names, adapt(connection, timezone.now())],
            )
            rows = cursor.fetchall()
        return {names[key]: loads(value) for key, value in rows}

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Add in one statement, and raise DatabaseError if that fails.

        Django's own returns False then, as if the key were there: with a full disk all
        limits would seem to be reached.
        """
        key = self.make_and_validate_key(key, version=version)
        connection, table = self.table(router.db_for_write)
        seconds = self.get_backend_timeout(timeout)
        expires = (
            datetime.max.replace(tzinfo=UTC)
            if seconds is None
            else datetime.fromtimestamp(seconds, UTC)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608
                "ON CONFLICT (cache_key) DO UPDATE "
                "SET value = excluded.value, expires = excluded.expires "
                f"WHERE {table}.expires < %s",
                [
                    key,
                    self.dumps(value),
                    adapt(connection, expires),
                    adapt(connection, timezone.now()),
                ],
            )
            return cursor.rowcount == 1

    def incr(self, key, delta=1, version=None):
        """Increment in one transaction and keep the timeout, as Redis does.

        Django's own reads, then sets the key with a new timeout.
        """
        key = self.make_and_validate_key(key, version=version)
        connection, table = self.table(router.db_for_write)
        lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
        now = adapt(connection, timezone.now())
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT value FROM {table} WHERE cache_key = %s AND expires > %s{lock}",  # noqa: S608
                [key, now],
            )
            row = cursor.fetchone()
            if row is None:
                raise ValueError(f"Key '{key}' not found")
            number = loads(row[0]) + delta
            cursor.execute(
                f"UPDATE {table} SET value = %s WHERE cache_key = %s",  # noqa: S608
                [self.dumps(number), key],
            )
        return number

    def table(self, choose):
        connection = connections[choose(self.cache_model_class)]
        return connection, connection.ops.quote_name(self._table)

    def dumps(self, value):
        return base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode()


def loads(text):
    return pickle.loads(base64.b64decode(text))  # noqa: S301 - ours


def adapt(connection, moment):
    return connection.ops.adapt_datetimefield_value(moment.replace(microsecond=0))


def or_in_memory(name):
    """The method `name` of Redis, or of this process's memory while it is down."""

    def method(self, *args, **kwargs):
        return self.call(name, *args, **kwargs)

    return method


class OptionalRedisCache(RootPathsInMemoryMixin, RedisCache):
    """Keeps and counts in the memory of each process while Redis does not answer."""

    PAUSE = 10  # seconds until it is asked again: each question may take a second

    down_until: ClassVar[float] = 0
    memory = LocMemCache("while Redis is down", {"KEY_FUNCTION": make_key})

    get = or_in_memory("get")
    get_many = or_in_memory("get_many")
    has_key = or_in_memory("has_key")
    add = or_in_memory("add")
    set = or_in_memory("set")
    set_many = or_in_memory("set_many")
    touch = or_in_memory("touch")
    incr = or_in_memory("incr")
    delete = or_in_memory("delete")
    delete_many = or_in_memory("delete_many")

    def call(self, name, *args, **kwargs):
        shared = OptionalRedisCache
        if time.monotonic() > shared.down_until:
            try:
                answer = getattr(super(), name)(*args, **kwargs)
            except RedisError as error:
                if not shared.down_until:
                    logger.error(
                        "The cache of CACHE_URL does not answer: %s. Until it does, each "
                        "process keeps and counts for itself.",
                        error,
                    )
                    self.memory.clear()
                shared.down_until = time.monotonic() + self.PAUSE
            else:
                shared.down_until = 0
                return answer
        return getattr(self.memory, name)(*args, **kwargs)

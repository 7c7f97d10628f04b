"""The shared cache: in the database or in Redis. Without Redis the site works, slower."""

import base64
import logging
import pickle

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import connections, router, transaction
from django.utils import timezone
from redis.exceptions import RedisError

from .wagtail_speedups import RootPathsInMemoryMixin

logger = logging.getLogger(__name__)


class SharedDatabaseCache(RootPathsInMemoryMixin, DatabaseCache):
    def incr(self, key, delta=1, version=None):
        """Increment in one transaction and keep the timeout, as Redis does.

        Django's own reads, then sets the key with a new timeout.
        """
        key = self.make_and_validate_key(key, version=version)
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)
        lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT value FROM {table} WHERE cache_key = %s AND expires > %s{lock}",  # noqa: S608
                [key, now],
            )
            row = cursor.fetchone()
            if row is None:
                raise ValueError(f"Key '{key}' not found")
            number = pickle.loads(base64.b64decode(row[0])) + delta  # noqa: S301 - ours
            value = base64.b64encode(pickle.dumps(number, self.pickle_protocol))
            cursor.execute(
                f"UPDATE {table} SET value = %s WHERE cache_key = %s",  # noqa: S608
                [value.decode(), key],
            )
        return number


class OptionalRedisCache(RootPathsInMemoryMixin, RedisCache):
    """Behaves as an empty cache while Redis does not answer, and logs it."""

    def get(self, key, default=None, version=None):
        return self.call(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self.call({}, super().get_many, keys, version)

    def has_key(self, key, version=None):
        return self.call(False, super().has_key, key, version)

    def add(self, key, value, *args, **kwargs):
        return self.call(False, super().add, key, value, *args, **kwargs)

    def set(self, key, value, *args, **kwargs):
        return self.call(None, super().set, key, value, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self.call(list(data), super().set_many, data, *args, **kwargs)

    def touch(self, key, *args, **kwargs):
        return self.call(False, super().touch, key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self.call(0, super().incr, key, delta, version)

    def delete(self, key, version=None):
        return self.call(False, super().delete, key, version)

    def delete_many(self, keys, version=None):
        return self.call(None, super().delete_many, keys, version)

    def call(self, fallback, method, *args, **kwargs):
        try:
            return method(*args, **kwargs)
        except RedisError as error:
            logger.warning("The cache of CACHE_URL does not answer: %s", error)
            return fallback

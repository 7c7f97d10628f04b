"""The shared cache: in the database, or in Redis, without which the site is slower but
there."""

import base64
import logging
import pickle
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import connections, router, transaction
from django.utils import timezone
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class PathsInMemory:
    """Keeps for some seconds in memory what Wagtail asks of the cache for each link:
    where its sites begin (`Site.get_site_root_paths`)."""

    KEY = "wagtail_site_root_paths"
    KEPT_FOR = 5  # seconds until a process sees that another one changed a site

    memory = {}  # by version: (value, when it is too old), for all threads

    def get(self, key, default=None, version=None):
        if key != self.KEY:
            return super().get(key, default, version)
        value, too_old = self.memory.get(version, (None, 0))
        if time.monotonic() > too_old:
            value = super().get(key, None, version)
            self.remember(value, version)
        return default if value is None else value

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if key == self.KEY:
            self.remember(value, version)
        return super().set(key, value, timeout, version)

    def remember(self, value, version):
        if value is not None:
            self.memory[version] = (value, time.monotonic() + self.KEPT_FOR)

    def delete(self, key, version=None):
        if key == self.KEY:
            self.memory.clear()
        return super().delete(key, version)

    def clear(self):
        self.memory.clear()
        return super().clear()


class SharedDatabaseCache(PathsInMemory, DatabaseCache):
    def incr(self, key, delta=1, version=None):
        """As Redis does it: no two processes count the same, and a number ends when it
        was to. Django's own reads, then sets it anew for five minutes."""
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


class OptionalRedisCache(PathsInMemory, RedisCache):
    """Finds nothing and keeps nothing while Redis does not answer, and logs it."""

    def get(self, key, default=None, version=None):
        return self.ask(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self.ask({}, super().get_many, keys, version)

    def has_key(self, key, version=None):
        return self.ask(False, super().has_key, key, version)

    def add(self, key, value, *args, **kwargs):
        return self.ask(False, super().add, key, value, *args, **kwargs)

    def set(self, key, value, *args, **kwargs):
        return self.ask(None, super().set, key, value, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self.ask(list(data), super().set_many, data, *args, **kwargs)

    def touch(self, key, *args, **kwargs):
        return self.ask(False, super().touch, key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self.ask(0, super().incr, key, delta, version)

    def delete(self, key, version=None):
        return self.ask(False, super().delete, key, version)

    def delete_many(self, keys, version=None):
        return self.ask(None, super().delete_many, keys, version)

    def ask(self, otherwise, method, *args, **kwargs):
        try:
            return method(*args, **kwargs)
        except RedisError as error:
            logger.warning("The cache of CACHE_URL does not answer: %s", error)
            return otherwise

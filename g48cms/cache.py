"""The shared cache: in the database, or in Redis, without which the site is slower but
there."""

import logging
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
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
    pass


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

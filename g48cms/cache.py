"""The shared cache in Redis, without which the site is slower but there."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class OptionalRedisCache(RedisCache):
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

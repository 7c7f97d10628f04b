"""Where the sites begin, which Wagtail asks of the cache for each link."""

import time
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT


class RootPathsInMemoryMixin:
    """A cache that keeps the answer of `Site.get_site_root_paths` in memory for seconds.

    The home page: 50 ms and 16 queries, not 53 ms and 24.
    """

    ROOT_PATHS_KEY = "wagtail_site_root_paths"
    ROOT_PATHS_AGE = 5  # seconds until a process sees that another one changed a site

    # By version: the value and when it expires; for all threads.
    root_paths: ClassVar[dict[int | None, tuple[Any, float]]] = {}

    def get(self, key, default=None, version=None):
        if key != self.ROOT_PATHS_KEY:
            return super().get(key, default, version)
        value, expires = self.root_paths.get(version, (None, 0))
        if time.monotonic() > expires:
            value = super().get(key, None, version)
            self.remember(value, version)
        return default if value is None else value

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if key == self.ROOT_PATHS_KEY:
            self.remember(value, version)
        return super().set(key, value, timeout, version)

    def remember(self, value, version):
        if value is not None:
            expires = time.monotonic() + self.ROOT_PATHS_AGE
            self.root_paths[version] = (value, expires)

    def delete(self, key, version=None):
        if key == self.ROOT_PATHS_KEY:
            self.root_paths.clear()
        return super().delete(key, version)

    def clear(self):
        self.root_paths.clear()
        return super().clear()

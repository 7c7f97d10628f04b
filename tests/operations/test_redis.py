"""With CACHE_URL the cache is kept in Redis, and no page depends on it."""

import pytest
from django.core.cache import cache

from g48cms import settings as g48_settings
from tests.processes import python
from tests.servers import start_redis

REMEMBER = """
import django
django.setup()
from django.core.cache import cache
print(cache.get_or_set("word", "{}"))
"""


@pytest.fixture
def cache_in(settings, monkeypatch):
    """Keeps the cache at the CACHE_URL that it is called with."""

    def cache_in(url):
        monkeypatch.setenv("CACHE_URL", url)
        settings.CACHES = {**settings.CACHES, "default": g48_settings.cache()}

    return cache_in


@pytest.fixture
def cache_that_went_down(cache_in):
    """A cache in a Redis that answered once, and no longer does."""
    with start_redis() as url:
        cache_in(url)
        cache.set("word", "kept")


def test_two_processes_share_one_cache(redis, tmp_path):
    def remember(word):
        variables = {"CACHE_URL": redis, "DJANGO_SETTINGS_MODULE": "g48cms.settings"}
        script = REMEMBER.format(word)
        return python("-c", script, var_dir=tmp_path, **variables).stdout.strip()

    assert [remember("first"), remember("second")] == ["first", "first"]


def test_pages_are_answered_with_redis(redis, cache_in, client, blog, caplog):
    cache_in(redis)

    assert client.get("/blog/").status_code == 200
    assert "does not answer" not in caplog.text


@pytest.mark.parametrize("address", ["/", "/blog/", "/search/?q=candle", "/healthz"])
def test_a_page_is_answered_while_redis_is_down(
    cache_that_went_down, client, blog, address
):
    assert client.get(address).status_code == 200


def test_what_redis_lost_is_not_found(cache_that_went_down):
    assert cache.get("word", "unknown") == "unknown"


def test_nothing_is_kept_while_redis_is_down(cache_that_went_down):
    assert cache.add("word", "new") is False


def test_it_is_logged_that_redis_is_down(cache_that_went_down, caplog):
    cache.get("word")

    assert "The cache of CACHE_URL does not answer" in caplog.text

"""With CACHE_URL the cache is kept in Redis, and no page depends on it."""

import socket
import time

import pytest
from django.core.cache import cache
from django.test import Client

from base.cache import OptionalRedisCache
from base.rate_limits import RateLimit
from g48cms import settings as g48_settings
from tests.members.signing_in import ask_for_code, signed_in, type_code
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

    monkeypatch.setattr(OptionalRedisCache, "down_until", 0)
    OptionalRedisCache.memory.clear()

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


def test_a_process_counts_for_itself_while_redis_is_down(cache_that_went_down, rf):
    limit = RateLimit("test", 2, 600)

    assert [limit.hit_limit("somebody") for _ in range(3)] == [False, False, True]


def test_a_member_signs_in_while_redis_is_down(
    cache_that_went_down, client, member, mailoutbox
):
    ask_for_code(client, member.email)
    type_code(client, mailoutbox[0])

    assert signed_in(client) == member


def test_limits_of_sign_in_hold_while_redis_is_down(
    cache_that_went_down, member, mailoutbox
):
    for _ in range(30):
        ask_for_code(Client(), member.email)

    assert 0 < len(mailoutbox) < 30


def test_a_redis_that_hangs_is_asked_once(cache_in, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache_in(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()

        for number in range(20):
            cache.get(f"word-{number}")

        assert time.monotonic() - began < 5


def test_redis_is_used_again_when_it_is_back(redis, cache_in, monkeypatch):
    cache_in(redis)
    monkeypatch.setattr(OptionalRedisCache, "down_until", 1e-9)
    cache.set("word", "kept")

    assert OptionalRedisCache.memory.get("word") is None
    assert cache.get("word") == "kept"


def test_it_is_logged_once_that_redis_is_down(cache_that_went_down, caplog):
    cache.get("word")
    cache.get("word")

    assert caplog.text.count("The cache of CACHE_URL does not answer") == 1

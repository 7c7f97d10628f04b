import hashlib
import ipaddress

import pytest
from django.core.cache import cache

from base.rate_limits import KEY, RateLimit, client_key

pytestmark = pytest.mark.django_db


def key_of(rf, address, **headers):
    return client_key(rf.get("/", REMOTE_ADDR=address, **headers))


def test_a_client_keeps_its_key(rf):
    assert key_of(rf, "203.0.113.7") == key_of(rf, "203.0.113.7")


def test_two_clients_have_two_keys(rf):
    assert key_of(rf, "203.0.113.7") != key_of(rf, "203.0.113.8")


def test_the_key_is_another_one_when_the_day_is_over(rf):
    before = key_of(rf, "203.0.113.7")
    cache.delete(KEY)

    assert key_of(rf, "203.0.113.7") != before


def test_the_key_is_no_plain_hash_of_the_address(rf):
    address = "203.0.113.7"
    key = key_of(rf, address)

    assert address not in key
    for text in (address, ipaddress.ip_address(address).packed.hex()):
        assert hashlib.sha256(text.encode()).hexdigest() != key


def test_a_household_with_ipv6_is_one_client(rf):
    assert key_of(rf, "2001:db8:1:2::7") == key_of(rf, "2001:db8:1:2:ffff::1")
    assert key_of(rf, "2001:db8:1:2::7") != key_of(rf, "2001:db8:1:3::7")


def test_an_ipv4_address_is_the_same_client_however_the_server_writes_it(rf):
    assert key_of(rf, "::ffff:203.0.113.7") == key_of(rf, "203.0.113.7")
    assert key_of(rf, "::ffff:203.0.113.7") != key_of(rf, "::ffff:203.0.113.8")


def test_without_a_proxy_nobody_can_choose_an_address(rf):
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.1"}

    assert key_of(rf, "203.0.113.7", **forged) == key_of(rf, "203.0.113.7")


def test_behind_a_proxy_what_the_proxy_has_added_counts(rf, settings):
    direct = key_of(rf, "203.0.113.7")
    settings.BEHIND_PROXY = True

    forwarded = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.7"}
    assert key_of(rf, "127.0.0.1", **forwarded) == direct


def test_a_request_from_nowhere_is_a_client_too(rf):
    request = rf.get("/")
    del request.META["REMOTE_ADDR"]

    assert client_key(request) == key_of(rf, "")


@pytest.mark.parametrize("port", ["1024", "65535"])
def test_a_port_makes_no_other_client(rf, settings, port):
    settings.BEHIND_PROXY = True

    def forwarded(address):
        return key_of(rf, "127.0.0.1", HTTP_X_FORWARDED_FOR=address)

    assert forwarded(f"203.0.113.7:{port}") == forwarded("203.0.113.7")
    assert forwarded(f"[2001:db8::1]:{port}") == forwarded("2001:db8::1")


def test_many_households_of_one_network_share_a_larger_limit(rf):
    limit = RateLimit("test", 1, 3600)
    households = [key_of(rf, f"2001:db8:1:{number:x}::1") for number in range(30)]

    allowed = [not limit.hit_limit(household) for household in households]

    assert allowed == [True] * 10 + [False] * 20
    assert not limit.hit_limit(key_of(rf, "2001:db8:2::1"))


def test_an_ipv4_address_counts_once(rf):
    limit = RateLimit("test", 1, 3600)

    assert not limit.hit_limit(key_of(rf, "203.0.113.7"))
    assert limit.hit_limit(key_of(rf, "203.0.113.7"))
    assert not limit.hit_limit(key_of(rf, "203.0.113.8"))

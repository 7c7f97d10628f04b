"""How often one sender may do something, counted without keeping their address.

The counts are in the shared cache alone, until the period is over, by a hash of the sender
that is keyed with the secret of the site.
"""

import contextlib
import hmac
import ipaddress
import re
import secrets
import time
from dataclasses import dataclass
from math import ceil
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

# --- Who sends

KEY = "base.client.key"
KEY_LASTS = 24 * 3600  # seconds
# Bits of an IPv6 address: what one household or one rented server has, and what somebody
# may be given who has many of those.
IPV6_PREFIX, IPV6_WIDE_PREFIX = 64, 48
# An address as some proxies write it, with the port of the connection.
WITH_PORT = re.compile(r"\[(?P<v6>[0-9a-fA-F:.]+)\](?::\d+)?|(?P<v4>[\d.]+):\d+")


class ClientKey(str):
    """The hash of a network, and that of the wider one that it is part of."""

    wide: str = ""


def client_key(request: HttpRequest) -> ClientKey:
    """A hash of the network that `request` comes from.

    Its key is random and kept in the cache for a day: nobody can find the address again,
    or recognise the visitor tomorrow.
    """
    key = cast("bytes", cache.get_or_set(KEY, secrets.token_bytes, KEY_LASTS))

    def digest(text):
        return hmac.new(key, text.encode(), "sha256").hexdigest()

    text = address(request)
    client = ClientKey(digest(network(text)))
    client.wide = digest(network(text, IPV6_WIDE_PREFIX))
    return client


def address(request: HttpRequest) -> str:
    """The address of the client, as the proxy in front saw it if there is one."""
    if settings.BEHIND_PROXY:
        # What stands before the last comma, a visitor may have made up.
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if last:
            return last
    return request.META.get("REMOTE_ADDR", "")


def network(text: str, ipv6_prefix: int = IPV6_PREFIX) -> str:
    """The network of an IPv6 address; of whatever else, the text itself."""
    if found := WITH_PORT.fullmatch(text):
        text = found["v6"] or found["v4"]
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((int(ip), ipv6_prefix), strict=False))


# --- How often


IN_WIDE_NETWORK = 10  # times as many as in one of its parts
MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


@dataclass(frozen=True)
class RateLimit:
    name: str
    most: int
    period: int  # seconds

    def hit_limit(self, sender: object) -> bool:
        """Count one more by `sender`; whether there are more than allowed now.

        A client also counts for the wider network that it is part of.
        """
        own, *wide = self._keys(sender)
        is_over = self._count(own) > self.most
        most_of_wide = self.most * IN_WIDE_NETWORK
        return any(self._count(key) > most_of_wide for key in wide) or is_over

    def _count(self, key: str) -> int:
        cache.add(key, 0, self.period)
        try:
            return cache.incr(key)
        except ValueError:  # it expired this very moment
            return 0

    def take_back(self, sender: object) -> None:
        """Count one less by `sender`, as it turned out to be no abuse."""
        for key in self._keys(sender):
            if cache.get(key, 0) > 0:
                with contextlib.suppress(ValueError):  # it expired this very moment
                    cache.decr(key)

    def _keys(self, sender: object) -> list[str]:
        """Under which `sender`, and the wider network of a client, are counted now."""
        wide = getattr(sender, "wide", sender)
        names = [str(sender)] if wide == sender else [str(sender), f"wide {wide}"]
        period = int(time.time()) // self.period
        return [
            f"limit:{self.name}:{digest[:32]}:{period}"
            for digest in (
                salted_hmac("base.rate_limits", name).hexdigest() for name in names
            )
        ]

    @property
    def seconds_left(self) -> int:
        """After how many seconds the count begins again."""
        return self.period - int(time.time()) % self.period


def time_left(*limits: RateLimit) -> str:
    """After which time all of `limits` count from the beginning: “25 minutes”."""
    minutes = ceil(max(limit.seconds_left for limit in limits) / 60)
    if minutes < 60:
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    hours = ceil(minutes / 60)
    return ngettext("%d hour", "%d hours", hours) % hours

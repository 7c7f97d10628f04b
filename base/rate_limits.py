"""How often one sender may do something, counted without keeping their address.

The counts are in the shared cache alone, until the period is over, by a hash of the sender
that is keyed with the secret of the site.
"""

import contextlib
import hmac
import ipaddress
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
IPV6_PREFIX = 64  # bits: what one household or one rented server has


def client_key(request: HttpRequest) -> str:
    """A hash of the network that `request` comes from.

    Its key is random and kept in the cache for a day: nobody can find the address again,
    or recognise the visitor tomorrow.
    """
    key = cast("bytes", cache.get_or_set(KEY, secrets.token_bytes, KEY_LASTS))
    return hmac.new(key, network(address(request)).encode(), "sha256").hexdigest()


def address(request: HttpRequest) -> str:
    """The address of the client, as the proxy in front saw it if there is one."""
    if settings.BEHIND_PROXY:
        # What stands before the last comma, a visitor may have made up.
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if last:
            return last
    return request.META.get("REMOTE_ADDR", "")


def network(text: str) -> str:
    """The /64 network of an IPv6 address; of whatever else, the text itself."""
    try:
        ip = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return text
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((int(ip), IPV6_PREFIX), strict=False))


# --- How often


MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


@dataclass(frozen=True)
class RateLimit:
    name: str
    most: int
    period: int  # seconds

    def hit_limit(self, sender: object) -> bool:
        """Count one more by `sender`; whether there are more than allowed now."""
        key = self._key(sender)
        cache.add(key, 0, self.period)
        try:
            return cache.incr(key) > self.most
        except ValueError:  # it expired this very moment
            return False

    def take_back(self, sender: object) -> None:
        """Count one less by `sender`, as it turned out to be no abuse."""
        key = self._key(sender)
        if cache.get(key, 0) > 0:
            with contextlib.suppress(ValueError):  # it expired this very moment
                cache.decr(key)

    def _key(self, sender: object) -> str:
        digest = salted_hmac("base.rate_limits", str(sender)).hexdigest()[:32]
        return f"limit:{self.name}:{digest}:{int(time.time()) // self.period}"

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

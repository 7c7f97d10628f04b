"""How often one sender may do something, counted in the shared cache alone.

Nothing there can be turned back into an address: it keeps a hash of the sender, keyed
with the secret of the site, until the period is over.
"""

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


@dataclass(frozen=True)
class RateLimit:
    name: str
    most: int
    period: int  # seconds

    def hit_limit(self, sender: object) -> bool:
        """Count one more by `sender`; whether there are more than allowed now."""
        digest = salted_hmac("base.rate_limits", str(sender)).hexdigest()[:32]
        key = f"limit:{self.name}:{digest}:{int(time.time()) // self.period}"
        cache.add(key, 0, self.period)
        try:
            return cache.incr(key) > self.most
        except ValueError:  # it expired this very moment
            return False

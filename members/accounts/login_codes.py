"""Codes to sign in with: how many are sent to an address, and which of them are valid.

Anybody can ask for codes to somebody's address, until no more are sent there. So a code
is valid in every browser that has asked for one to the same address: the owner of the
mailbox, and nobody else, can use the latest whoever asked for it.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

from base.rate_limits import RateLimit

LASTS = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT  # seconds
# While no more are sent, the latest is valid.
CODES_TO_ADDRESS = RateLimit("login-codes-to-address", 5, LASTS)


def too_many_codes(email: str) -> bool:
    """Count a code for `email`; whether none may be sent now."""
    return CODES_TO_ADDRESS.hit_limit(email.lower())


def record_code(email: str, code: str) -> None:
    """Remember that `code` was sent to `email`, without keeping either."""
    sent = [*recent_codes(email), (digest_of(email, code), time.time() + LASTS)]
    cache.set(cache_key(email), sent, LASTS)


def use_code(email: str, code: str) -> bool:
    """Whether `code` was sent to `email` and is valid still, which it is once."""
    typed = digest_of(email, code)
    sent = recent_codes(email)
    others = [c for c in sent if not constant_time_compare(c[0], typed)]
    cache.set(cache_key(email), others, LASTS)
    return others != sent


def recent_codes(email: str) -> list[tuple[str, float]]:
    """The hashes of codes that are valid still, and until when."""
    now = time.time()
    return [(h, end) for h, end in cache.get(cache_key(email), []) if end > now]


def cache_key(email: str) -> str:
    digest = salted_hmac("members.login_codes", email.lower(), algorithm="sha256")
    return f"login-codes:{digest.hexdigest()[:40]}"


def digest_of(email: str, code: str) -> str:
    """The hash of a code as people may type it: in any case, with or without its dash."""
    plain = "".join(filter(str.isalnum, code)).upper()
    salt = f"members.login_codes {email.lower()}"
    return salted_hmac(salt, plain, algorithm="sha256").hexdigest()

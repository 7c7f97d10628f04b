"""Tokens that a link or a program carries and that the database holds as a hash only."""

import hashlib


def hash_token(token: str) -> str:
    """Return the SHA-256 of `token` in hexadecimal.

    A long random text needs no slow hash. Lone surrogates, which a request can contain,
    are hashed like any other character.
    """
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()

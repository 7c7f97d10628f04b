"""Ids, numbers and tokens that visitors and clients send."""

import hashlib
from typing import Annotated

from django.urls.converters import IntConverter
from pydantic import AfterValidator

LARGEST_ID = 2**31 - 1  # that every database can be asked for
# More digits than an id has; Python refuses to read numbers of thousands of them.
MAX_DIGITS = len(str(LARGEST_ID))


class IdConverter(IntConverter):
    """`<id:pk>` in an address: a number that no database refuses, or no match."""

    regex = f"[0-9]{{1,{MAX_DIGITS}}}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError(f"{value} is larger than any id.")
        return number


def parse_id(text: str) -> int | None:
    """The id that `text` is, or None."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
    return int(text) if is_number and int(text) <= LARGEST_ID else None


def parse_number(text: str) -> int:
    """The number of a part that `text` asks for: 1 if it is none or less, and not more
    than any list has parts."""
    digits = text.strip().lstrip("+0")
    if not (digits.isascii() and digits.isdecimal()):
        return 1
    return int(digits) if len(digits) < MAX_DIGITS else LARGEST_ID


def clamp_id(number: int) -> int:
    """`number`, or an id that nothing has in place of one too large for databases."""
    return min(number, LARGEST_ID)


# An id among the parameters of the API or in what is sent to it.
Id = Annotated[int, AfterValidator(clamp_id)]


def hash_token(token: str) -> str:
    """Return the SHA-256 of `token` in hexadecimal.

    A long random text needs no slow hash. Lone surrogates, which a request can contain,
    are hashed like any other character.
    """
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()

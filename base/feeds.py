"""Atom feeds without characters that are not allowed in XML."""

import re
from typing import Any

from django.utils.feedgenerator import Atom1Feed

# Not allowed in XML, but in texts pasted from word processors.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class AtomFeed(Atom1Feed):
    def write(self, outfile, encoding):
        self.feed, self.items = printable(self.feed), printable(self.items)
        super().write(outfile, encoding)


def printable(value: Any) -> Any:
    """`value`, or all values in it, without characters that XML does not allow."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", value)
    if isinstance(value, list):
        return [printable(part) for part in value]
    if isinstance(value, dict):
        return {name: printable(part) for name, part in value.items()}
    return value

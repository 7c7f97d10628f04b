"""Atom feeds (RFC 4287) that read right in any program, which has no style sheet of ours
and asks for each address as it stands."""

import datetime
import re
from typing import Any

import nh3
from django.utils.feedgenerator import Atom1Feed

from .datetimes import FIRST

# Not allowed in XML, but in texts pasted from word processors.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Of a picture's forms only the one that every program shows: readers complete no
# addresses but those of links and pictures.
TAGS = nh3.ALLOWED_TAGS - {"article", "aside", "div", "footer", "header", "nav"}
ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"*": {"lang"}, "time": {"datetime"}}


class AtomFeed(Atom1Feed):
    """A feed whose entries may have the whole text as `content` (4.1.3), HTML."""

    def write(self, outfile, encoding):
        self.feed, self.items = printable(self.feed), printable(self.items)
        super().write(outfile, encoding)

    def latest_post_date(self) -> datetime.datetime:
        """When the feed changed; one without entries never does, while Django's would
        with each answer."""
        return super().latest_post_date() if self.items else FIRST

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if "content" in item:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def portable(html: str, url: str) -> str:
    """`html` of the page at `url` with absolute addresses, without what only our style
    sheets and scripts know."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        link_rel=None,
        url_relative=("rewrite_with_base", url),
    )


def printable(value: Any) -> Any:
    """`value`, or all values in it, without characters that XML does not allow."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", value)
    if isinstance(value, list):
        return [printable(part) for part in value]
    if isinstance(value, dict):
        return {name: printable(part) for name, part in value.items()}
    return value

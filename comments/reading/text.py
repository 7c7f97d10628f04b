"""What people write, as HTML that is safe to show and as plain text.

Of Markdown there is what a letter needs: paragraphs, emphasis, links, quotations, lists
and code. Headings, pictures and HTML stay the characters that were typed.
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

SCHEMES = {"http", "https", "mailto"}
NOT_OURS = [
    "entity",
    "heading",
    "hr",
    "html_block",
    "html_inline",
    "image",
    "lheading",
    "reference",
]
SCHEME_BEFORE = re.compile(r"(?:^|[^0-9a-z])(https?)$", re.IGNORECASE)
# Quotation marks and the punctuation of CJK belong to no address, wherever they stand.
ADDRESS = re.compile(
    r"://\w[^\s<>`\"\\“”„«»。、，．！？；：（）［］｛｝「」『』《》〈〉【】〔〕〖〗｢｣｡､]*"
)
# Those do that are not at its end, and brackets that are closed.
PUNCTUATION = ".,;:!?'*_~…‥’‘·(["
BRACKETS = {")": "(", "]": "["}
BLOCK_ENDS = {"paragraph_close", "fence", "code_block"}


def markdown():
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.disable(NOT_OURS)
    parser.inline.ruler.before("link", "address", read_address)
    parser.validateLink = is_link
    return parser


def read_address(state, silent):
    """Make a link of an address that stands in the text, like https://example.org.

    The rule that comes with the parser takes time that grows with the square.
    """
    scheme = SCHEME_BEFORE.search(state.src[max(0, state.pos - 6) : state.pos])
    address = ADDRESS.match(state.src, state.pos, state.posMax)
    if not scheme or not address or state.linkLevel:
        return False
    rest = end_address(address[0])
    url = scheme[1] + rest
    if not silent:
        if not state.pending.endswith(scheme[1]):
            return False
        state.pending = state.pending.removesuffix(scheme[1])
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def end_address(text):
    """`text`, which begins with an address, until where that ends: before a bracket that
    was opened outside it, and without what ends the sentence around it."""
    open_brackets = []
    for place, char in enumerate(text):
        if char in BRACKETS.values():
            open_brackets.append(char)
        elif char in BRACKETS and (
            not open_brackets or open_brackets.pop() != BRACKETS[char]
        ):
            text = text[:place]
            break
    return text.rstrip(PUNCTUATION)


def is_link(url):
    return url.partition(":")[0].lower() in SCHEMES


MARKDOWN = markdown()
CLEANER = nh3.Cleaner(
    tags={
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "ul",
    },
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    url_schemes=SCHEMES,
    # Browsers read "\u2028javascript:…", which has no scheme, as a script.
    url_relative="deny",
    link_rel="nofollow ugc noopener",
)


def render(text: str) -> SafeString:
    """`text` as HTML."""
    return mark_safe(CLEANER.clean(MARKDOWN.render(text)))  # noqa: S308 - just cleaned


def plain(text: str) -> str:
    """`text` without its marks, for mails and excerpts."""
    parts = []
    for token in MARKDOWN.parse(text):
        if token.type == "inline":
            parts.extend(words_of(token.children))
        elif token.type in BLOCK_ENDS:
            parts.append(token.content + "\n\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def words_of(tokens):
    for token in tokens:
        yield "\n" if token.type in {"softbreak", "hardbreak"} else token.content

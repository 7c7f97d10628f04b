import json
import re
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.encoding import uri_to_iri
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from base.pages import main_menu
from base.text import find_words, isolate
from base.wagtail_speedups import render_body, unlinked

register = template.Library()

HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
LATIN = re.compile(r"[A-Za-z]")
# What templates of pages use themselves beside a body.
IDS_OF_PAGES = frozenset(
    [
        "comments",
        "comments-title",
        "contact",
        "drafts",
        "found-comments",
        "latest",
        "main",
        "next-meeting",
        "past",
        "q",
        "related",
        "reply",
        "text",
        "topics",
        "when-and-where",
    ]
)
# Characters that could end a script element or open a comment in it.
JSON_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@register.filter
def lang(text: object) -> str:
    """The attribute `lang="ko"` with a space before it, if `text` is mostly Korean.

    For titles, names and other text that may not be in the language of the page.
    """
    return format_html(' lang="{}"', "ko") if language_of(str(text)) == "ko" else ""


def language_of(text: str) -> str:
    """ "ko" for text that is mostly Korean, else "en"."""
    # A syllable of Hangul says as much as two or three letters.
    korean = len(HANGUL.findall(text)) * 2 > len(LATIN.findall(text))
    return "ko" if korean else "en"


@register.filter
def bdi(name: str) -> str:
    """`name` where it cannot turn round what stands beside it, whatever its direction."""
    return format_html("<bdi>{}</bdi>", name) if name else name


register.filter("isolate", isolate)


@register.simple_tag(takes_context=True)
def body(context: Context, blocks: StreamValue) -> SafeString:
    """The HTML of `blocks`, of the `page` in context."""
    return render_body(blocks, context.get("page"), context.get("request"))


register.filter(unlinked)


@register.filter
def readable(url: str) -> str:
    """`url` with Hangul in place of percent-encoded bytes."""
    return uri_to_iri(url)


@register.simple_tag(takes_context=True)
def heading_id(context: Context, text: str) -> str:
    """The id of a heading: its words, in any script, joined by hyphens, and a number if
    a heading before it in the same body, or the page, has that id."""
    words = slugify(text, allow_unicode=True)
    used: set[str] | None = context.get("used_ids")
    used = set() if used is None else used
    number, id_ = 1, words
    while id_ in used or id_ in IDS_OF_PAGES:
        number += 1
        id_ = f"{words}-{number}"
    used.add(id_)
    return id_ if words else ""


@register.simple_tag(takes_context=True, name="main_menu")
def main_menu_with_current(context: Context) -> list[Page]:
    """The pages of the main menu, each with `current`, a value for `aria-current`.

    It is "page" on that page, "true" on the pages below it and empty elsewhere.
    """
    request, here = context.get("request"), context.get("page")
    pages = main_menu(Site.find_for_request(request) if request else None)
    for page in pages:
        page.current = ""
        if here and here.path and here.path.startswith(page.path):
            page.current = "page" if here.pk == page.pk else "true"
    return pages


@register.simple_tag
def feed_url(menu: list[Page]) -> str:
    """The address of the feed of all posts, if the blog is in the `menu`."""
    blogs = (p for p in menu if p.cached_content_type.model == "blogindexpage")
    return next((blog.url + "feed/" for blog in blogs), "")


@register.simple_tag
def absolute_static(path: str) -> str:
    """The absolute URL of a static file."""
    return settings.SITE_URL + static(path)


@register.simple_tag
def json_ld(objects: list[dict[str, Any]]) -> SafeString:
    """schema.org `objects` as one script element, which browsers do not run."""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": objects}, ensure_ascii=False
    ).translate(JSON_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above, as JSON wants it
    )


@register.filter
def highlight(text: str, words: list[str]) -> str:
    """`text` with what was searched for in mark elements."""
    pieces, end = [], 0
    for match in find_words(text, words):
        pieces.append((text[end : match.start()], match[0]))
        end = match.end()
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marked, text[end:])

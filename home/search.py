"""Search over posts, pages, timeline entries and comments, in English and Korean."""

import re
import unicodedata
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.search.index import AutocompleteField
from wagtail.search.query import And, PlainText

from base.pages import paginate
from comments.models import Comment
from comments.reading.text import plain

RESULTS_PER_PAGE = 10
MAX_WORDS = 20
MAX_COMMENTS = 5
EXCERPT_LENGTH = 240  # characters


@require_safe
def search(request):
    """Show what `?q=` finds, or only the form when it has no word."""
    text = request.GET.get("q", "")
    words = split_words(text)
    context = {"text": text, "words": words, "searching": True}
    if words:
        results = paginate(find_pages(words), request, RESULTS_PER_PAGE)
        add_excerpts(results, words)
        context["results"] = results
        context["comments"] = find_comments(words)
        context["query"] = urlencode({"q": text}) + "&"
    return render(request, "home/search.html", context)


def split_words(text):
    """The different words in `text`, without punctuation."""
    text = unicodedata.normalize("NFC", text)  # some keyboards send Hangul in pieces
    return list(dict.fromkeys(re.findall(r"\w+", text)))[:MAX_WORDS]


def find_pages(words):
    """Published pages with words that begin with each of `words`, the best first.

    Beginnings, because Korean has particles at the end of a word and because SQLite
    does not know that “campaigns” is the plural of “campaign”.
    """
    # Not `published()`: the search takes plain conditions only.
    pages = Page.objects.filter(depth__gte=2).live().public()
    return pages.specific().autocomplete(And([PlainText(word) for word in words]))


def find_comments(words):
    """The newest comments with all of `words`, each with its `excerpt`."""
    found = Comment.objects.with_words(words).visible().on_public_pages()
    comments = found.order_by("-submit_date", "-pk")[:MAX_COMMENTS].with_pages()
    for comment in comments:
        comment.excerpt = excerpt(plain(comment.comment), words)
    return comments


def add_excerpts(pages, words):
    """Give each of `pages` its `excerpt`."""
    for page in pages:
        page.excerpt = excerpt(searchable_text(page), words)


def excerpt(text, words):
    """The part of `text` around the first of `words`, on one line."""
    text = " ".join(text.split())
    match = re.search("|".join(rf"\b{re.escape(word)}" for word in words), text, re.I)
    first, last = match.span() if match else (0, 0)
    start = max(0, first - EXCERPT_LENGTH // 3)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = start + EXCERPT_LENGTH
    if end < len(text):
        end = max(text.rfind(" ", last, end), 0) or end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def searchable_text(page):
    """The text by which the search finds a page, except its title."""
    values = (
        field.get_value(page)
        for field in page.search_fields
        if isinstance(field, AutocompleteField) and field.field_name != "title"
    )
    pieces = (value if isinstance(value, list) else [value] for value in values)
    return " ".join(str(piece) for piece_list in pieces for piece in piece_list)

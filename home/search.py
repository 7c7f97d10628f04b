"""Search over posts, pages, timeline entries and comments, in English and Korean."""

import re
import unicodedata
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from base.pages import paginate
from base.text import find_words
from comments.models import Comment
from comments.reading.text import plain

from .search_index import find_pages, get_text

RESULTS_PER_PAGE = 10
MAX_WORDS = 8
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
        page.excerpt = excerpt(get_text(page), words)


def excerpt(text, words):
    """The part of `text` around the first of `words`, on one line."""
    text = " ".join(text.split())
    match = next(find_words(text, words), None)
    first, last = match.span() if match else (0, 0)
    start = max(0, first - EXCERPT_LENGTH // 3)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = start + EXCERPT_LENGTH
    if end < len(text):
        end = max(text.rfind(" ", last, end), 0) or end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"

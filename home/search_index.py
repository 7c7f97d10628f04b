"""What the search finds a page by: the words of each page in one row.

Wagtail's own index knows whole words and beginnings of words. In Korean a word often
stands inside another, and SQLite's ranking takes time that grows with the square.
"""

import re
from collections.abc import Iterator

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from base.datetimes import FIRST
from base.pages import PublicPageMixin, published
from base.text import fold
from blog.models import Author

WORD = re.compile(r"\w+")
# What one word counts where it is found: a title more than all of a text, the beginning
# of a word more than its inside.
WEIGHTS = {
    ("title", " "): 1000,
    ("title", ""): 100,
    ("text", " "): 10,
    ("text", ""): 1,
}


class SearchEntry(models.Model):
    """The words of a page, folded, with a space before each."""

    page = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_entry",
    )
    title = models.TextField()
    text = models.TextField()
    date = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self):
        return self.title


# --- Writing


@receiver(post_save)
def update_entry(instance, raw=False, update_fields=None, **kwargs):
    """Keep the entry of a page as the page is. Saving a draft, Wagtail names the fields."""
    if isinstance(instance, PublicPageMixin):
        if instance.live and update_fields is None and not raw:
            index_page(instance)
    elif isinstance(instance, Author):
        for post in instance.posts.live():
            index_page(post.specific)


def index_page(page: Page) -> None:
    SearchEntry.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "title": fold_words(page.title),
            "text": fold_words(" ".join([get_text(page), *names_beside(page)])),
            "date": getattr(page, "date", None) or page.first_published_at or FIRST,
        },
    )


def rebuild(only_missing: bool = False) -> int:
    """Write all entries anew, or those that pages lack; return how many."""
    pages = Page.objects.filter(depth__gte=2).live()
    if only_missing:
        pages = pages.filter(search_entry=None)
    number = 0
    for page in pages.specific().iterator(chunk_size=100):
        index_page(page)
        number += 1
    return number


def fold_words(text: str) -> str:
    return "".join(f" {word}" for word in WORD.findall(fold(text)))


def get_text(page: Page) -> str:
    """What the page itself says, except its title."""
    return " ".join(texts_of(page, page.search_fields))


def texts_of(instance, fields) -> Iterator[str]:
    for field in fields:
        if isinstance(field, index.SearchField) and field.field_name != "title":
            value = field.get_value(instance)
            yield from map(str, value if isinstance(value, list) else [value])


def names_beside(page: Page) -> Iterator[str]:
    """What it is found by besides, like its tags and authors."""
    for field in page.search_fields:
        if isinstance(field, index.RelatedFields):
            for related in getattr(page, field.field_name).all():
                yield from texts_of(related, field.fields)


# --- Finding


class FoundPages:
    """Pages by their ids, of which those are read that are shown: to look for them takes
    long, so it is done once, not once more to count them."""

    def __init__(self, ids: list[int]):
        self.ids = ids

    def count(self) -> int:
        return len(self.ids)

    def __getitem__(self, part: slice) -> list[Page]:
        ids = self.ids[part]
        pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
        return [pages[pk] for pk in ids if pk in pages]


def find_pages(words: list[str]) -> FoundPages:
    """Published pages with all of `words`, in whatever part of a word, the best first."""
    pages = published(Page.objects.filter(depth__gte=2))
    score = Value(0)
    for word in words:
        folded = fold_words(word).strip() or word
        in_title, in_text = contains("title", folded), contains("text", folded)
        pages = pages.filter(in_title | in_text)
        score = score + Case(
            *(
                When(contains(name, before + folded), then=weight)
                for (name, before), weight in WEIGHTS.items()
            ),
            default=0,
        )
    found = pages.order_by(score.desc(), "-search_entry__date", "-pk")
    return FoundPages(list(found.values_list("pk", flat=True)))


def contains(name: str, text: str) -> Q:
    """The condition that `text` stands in the field `name`, letter by letter: LIKE, which
    looks for patterns, takes several times as long."""
    return Q(GreaterThan(StrIndex(f"search_entry__{name}", Value(text)), 0))

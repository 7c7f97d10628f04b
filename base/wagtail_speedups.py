"""Where Wagtail asks the database or the cache for more than a page of ours needs.

Each says what it gains: least processor time and queries of a request on SQLite with the
cache in the database, as `make bench` measures them, with it and without.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText, expand_db_html

from base.actions.models import ActionCount


class ViewRestrictionsMixin:
    """Finds the view restrictions of a page by the `pages_above` that are known.

    The home page: 50 ms and 16 queries, not 52 ms and 17.
    """

    def get_view_restrictions(self):
        pages = []
        for page in [*self.pages_above, self]:
            while page.alias_of:  # what holds for a page holds for its aliases
                page = page.alias_of
            pages.append(page)
        return PageViewRestriction.objects.filter(Q(page__in=pages) | Q(page__depth=1))


class RouteToPostMixin:
    """Finds a post of `self.posts` with its cover in one query, and gives it its parent.

    A post: 14 queries, not 15 or, without a cover, 16; the time is the same.
    """

    def route(self, request, path_components):
        if len(path_components) == 1:
            posts = self.posts.with_covers().filter(slug=path_components[0])
            if post := posts.first():
                post = post.specific
                post._cached_parent_obj = self
                return post.route(request, [])
        return super().route(request, path_components)


class RouteToChildMixin:
    """Finds the page below with the fields of its own type in one query.

    A page below the home page: one query less; the time is the same.
    """

    def route(self, request, path_components):
        kinds = [model._meta.model_name for model in self.allowed_subpage_models()]
        children = self.get_children().select_related(*kinds)
        for child in children.filter(slug__in=path_components[:1]):
            found = next((getattr(child, k) for k in kinds if hasattr(child, k)), None)
            if found:
                found._cached_parent_obj = self
                return found.route(request, path_components[1:])
        return super().route(request, path_components)


class LinkTargetsMixin:
    """Reads what is linked to from `targets()`, pages as plain `Page`: their type does not
    matter to their address.

    A post with links to 20 pages: 44 ms and 14 queries, not 51 ms and 18.
    """

    @classmethod
    def get_many(cls, attrs_list):
        ids = [attrs.get("id") for attrs in attrs_list]
        by_id = {str(target.id): target for target in cls.targets().filter(id__in=ids)}
        return [by_id.get(pk) for pk in ids]


class RootPathsInMemoryMixin:
    """A cache that keeps the answer of `Site.get_site_root_paths` in memory for seconds.

    The home page: 50 ms and 16 queries, not 53 ms and 24.
    """

    ROOT_PATHS_KEY = "wagtail_site_root_paths"
    ROOT_PATHS_AGE = 5  # seconds until a process sees that another one changed a site

    # By version: the value and when it expires; for all threads.
    root_paths: ClassVar[dict[int | None, tuple[Any, float]]] = {}

    def get(self, key, default=None, version=None):
        if key != self.ROOT_PATHS_KEY:
            return super().get(key, default, version)
        value, expires = self.root_paths.get(version, (None, 0))
        if time.monotonic() > expires:
            value = super().get(key, None, version)
            self.remember(value, version)
        return default if value is None else value

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if key == self.ROOT_PATHS_KEY:
            self.remember(value, version)
        return super().set(key, value, timeout, version)

    def remember(self, value, version):
        if value is not None:
            expires = time.monotonic() + self.ROOT_PATHS_AGE
            self.root_paths[version] = (value, expires)

    def delete(self, key, version=None):
        if key == self.ROOT_PATHS_KEY:
            self.root_paths.clear()
        return super().delete(key, version)

    def clear(self):
        self.root_paths.clear()
        return super().clear()


def render_body(
    blocks: StreamValue, page: Page | None, request: HttpRequest | None
) -> SafeString:
    """The HTML of `blocks`, with the links of all their rich text expanded at once.

    A post of 20 paragraphs with links: 45 ms and 14 queries, not 66 ms and 33.
    """
    context: dict[str, Any] = {"links_later": True, "page": page, "request": request}
    html = blocks.render_as_block(context)
    return mark_safe(expand_db_html(html))  # noqa: S308 - each block escapes its own


def unlinked(rich_text: RichText) -> SafeString:
    """Rich text as it is stored, of which `render_body` expands the links."""
    return mark_safe(rich_text.source)  # noqa: S308 - as |richtext does


def expand_rich_texts(texts: list[str]) -> list[str]:
    """Each of `texts`, rich text as it is stored, as HTML with the addresses of its links.

    A timeline of 50 entries with links: 46 ms and 11 queries, not 85 ms and 60.
    """
    separator = "\x1f"
    joined = separator.join(text.replace(separator, "") for text in texts)
    return expand_db_html(joined).split(separator)[: len(texts)]


# While several bodies are read: the pictures in all of them, by their ids.
prefetched_pictures: ContextVar[dict[int, Any] | None] = ContextVar(
    "prefetched_pictures", default=None
)


class PictureChooserBlock(ImageChooserBlock):
    """A chooser whose pictures come with their renditions, however many there are.

    A post with 15 pictures: 61 ms and 17 queries, not 107 ms and 26; while the
    renditions are in the cache 62 ms and 18, not 79 ms and 15.
    """

    def bulk_to_python(self, values):
        known = prefetched_pictures.get()
        if known is not None:
            return [copy(known.get(value)) for value in values]
        pictures = super().bulk_to_python(values)
        prefetch_related_objects(
            [picture for picture in pictures if picture],
            Prefetch("renditions", to_attr="prefetched_renditions"),
        )
        return pictures


@contextmanager
def prefetch_pictures(raw: list[Any]) -> Iterator[None]:
    """Look up the pictures in `raw`, what a StreamField stores, with their renditions.

    The list of posts in the API: 27 ms and 9 queries, not 29 ms and 11.
    """
    renditions = Prefetch("renditions", to_attr="prefetched_renditions")
    pictures = get_image_model().objects.prefetch_related(renditions)
    token = prefetched_pictures.set(pictures.in_bulk(set(picture_ids(raw))))
    try:
        yield
    finally:
        prefetched_pictures.reset(token)


def picture_ids(raw):
    if isinstance(raw, list):
        for item in raw:
            yield from picture_ids(item)
    elif isinstance(raw, dict):
        if "alt_text" in raw and isinstance(raw.get("image"), int):
            yield raw["image"]
        yield from picture_ids(list(raw.values()))


class ActionCountsMixin:
    """Gives each block of a stream its id, and all of them the counts of the page and the
    ids of the headings so far.

    A post with ten letters: 46 ms and 14 queries, not 52 ms and 23.
    """

    def render_basic(self, value, context=None):
        context = {"used_ids": set(), **(context or {})}
        page = context.get("page")
        counts = SimpleLazyObject(lambda: ActionCount.on(page))
        return format_html_join(
            "\n",
            '<div class="w-block-{0} block-{0}">{1}</div>',
            (
                (
                    block.block_type,
                    block.render({**context, "block_id": block.id, "counts": counts}),
                )
                for block in value
            ),
        )

"""Slugs: the last parts of the addresses of pages."""

import logging
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Revision

from .mail import send_mail_template

SERVES_PAGES = "wagtail_serve"  # the name of Wagtail's route, which is the last of all

logger = logging.getLogger(__name__)


class SlugMixin:
    """Gives each page a slug at which it is found."""

    RESERVED_SLUGS = re.compile(r"(?!)")  # beside those that routes use; here none

    def slug_from(self, title):
        """The slug that says `title`, in any script; the type of the page if it has no
        letters."""
        words = (title, str(self._meta.verbose_name))
        return next(filter(None, (slugify(w, allow_unicode=True) for w in words)))

    def free_slug(self, title, parent):
        """The slug for `title` that nothing else below `parent` uses."""
        base = self.slug_from(title)[:240]
        slug, number = base, 1
        while self.is_reserved(slug, parent) or not self._slug_is_available(
            slug, parent, self if self.pk else None
        ):
            number += 1
            slug = f"{base}-{number}"
        return slug

    def is_reserved(self, slug, parent):
        return bool(self.RESERVED_SLUGS.fullmatch(slug)) or is_route(slug, parent)

    def full_clean(self, *args, **kwargs):
        parent = self.path or getattr(self, "_cached_parent_obj", None)
        if not self.slug and self.title and parent:
            self.slug = self.free_slug(self.title, self.get_parent())
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.is_reserved(self.slug, self.get_parent()):
            message = _("The site itself uses this address. Choose another slug.")
            raise ValidationError({"slug": message})

    def publish(self, revision, *args, **kwargs):
        """Publish `revision`, under another slug if its own was taken meanwhile."""
        with transaction.atomic():  # or a failure would leave it without its schedule
            slug, parent = revision.content["slug"], self.get_parent()
            if not self._slug_is_available(slug, parent, self):
                revision.content["slug"] = self.free_slug(slug, parent)
                revision.save(update_fields=["content"])
                tell_of_new_slug(self, revision, slug)
            return super().publish(revision, *args, **kwargs)


def is_route(slug: str, parent: Any) -> bool:
    """Whether something else than a page answers at `slug`, or below it."""
    url = parent and parent.url
    if not url:
        return False
    addresses = [f"{slug}/", slug, f"{slug}/x/"]
    if any(is_other_route(url + address) for address in addresses):
        return True
    parent = parent.specific
    return isinstance(parent, RoutablePageMixin) and any(
        is_subpage_route(parent, f"/{address}") for address in addresses
    )


def is_other_route(path: str) -> bool:
    try:
        return resolve(path).url_name != SERVES_PAGES
    except Resolver404:
        return False


def is_subpage_route(page: RoutablePageMixin, path: str) -> bool:
    try:
        page.resolve_subpage(path)
    except Resolver404:
        return False
    return True


def tell_of_new_slug(page: Page, revision: Revision, slug: str) -> None:
    """Mail who wrote `revision` that `page` is not published under `slug`."""
    new_slug = revision.content["slug"]
    logger.warning("Page %s: slug %r is taken, now %r.", page.pk, slug, new_slug)
    if revision.user and revision.user.email:
        send_mail_template(
            "base/mail/new_slug",
            [revision.user.email],
            {"page": revision.as_object(), "slug": slug, "new_slug": new_slug},
        )

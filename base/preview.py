"""Drafts for another front end: kept for a while, read with a signed token.

Not wagtail-headless-preview: it stores all drafts in a table for good, leaves age and
signature of its tokens to each project, and supports Wagtail 7. The shared cache forgets
by itself.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.cache import cache
from wagtail.models import Page

SALT = "base.preview"


def preview_url(page: Page, user: AbstractBaseUser) -> str:
    """Store `page` as `user` is writing it, and return where the other front end shows it.

    There is one draft of each page for each user.
    """
    key = f"preview:{page._meta.label}:{page.pk or 'new'}:{user.pk}"
    cache.set(key, (page._meta.label, page.to_json()), settings.PREVIEW_LASTS)
    return f"{settings.HEADLESS_SITE_URL}/?preview={signing.dumps(key, salt=SALT)}"


def get_draft(token: str) -> Page | None:
    """The draft that `token` names, or None if there is none, or none any more."""
    try:
        key = signing.loads(token, salt=SALT, max_age=settings.PREVIEW_LASTS)
    except signing.BadSignature:
        return None
    label, data = cache.get(key, (None, None))
    if label is None:
        return None
    page = apps.get_model(label).from_json(data)
    if page and page.pk is None:
        page.id = page.pk = 0  # not saved yet, but clients expect an id
    return page

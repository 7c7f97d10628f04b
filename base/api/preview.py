"""Drafts for another front end: kept for a while, read by a signed token alone.

An own few lines rather than wagtail-headless-preview: that one keeps all drafts in a
table for good, leaves age and signature of its tokens to each project, and knows
Wagtail 7. The shared cache forgets by itself.
"""

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.core.cache import cache

SALT = "g48cms.preview"


def preview_url(page, user):
    """Where the other front end shows `page` as `user` is writing it; the draft is kept
    for it, one of each page for each writer."""
    key = f"preview:{page._meta.label}:{page.pk or 'new'}:{user.pk}"
    cache.set(key, (page._meta.label, page.to_json()), settings.PREVIEW_LASTS)
    return f"{settings.HEADLESS_SITE_URL}/?preview={signing.dumps(key, salt=SALT)}"


def draft_of(token):
    """The draft that `token` opens, or None if there is none, or none any more."""
    try:
        key = signing.loads(token, salt=SALT, max_age=settings.PREVIEW_LASTS)
    except signing.BadSignature:
        return None
    label, data = cache.get(key, (None, None))
    if label is None:
        return None
    page = apps.get_model(label).from_json(data)
    if page and page.pk is None:
        page.id = page.pk = 0  # not saved yet, but an id is what programs expect
    return page

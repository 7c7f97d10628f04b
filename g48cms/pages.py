"""The name by which migrations older than `base/` know what is in `base.pages`."""

from base.pages import PublicPageMixin

__all__ = ["PublicPageMixin"]

"""The API: Wagtail's, described as ours."""

from wagtail.api.v3.urls import api

api.title = "Amnesty G48"
api.description = "Pages, pictures and documents of the site."

__all__ = ["api"]

"""Wagtail's search in the database, for the CMS and `?search=` of the API."""

from copy import copy
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from modelsearch.backends import database

MOST_RANKED = 200  # of what is found; of more, the newest come first


class RankFew:
    """Ranks no more than a few: for each that is found, SQLite searches once more, so the
    time grows with the square (3 s for a word in half of 5,000 pages)."""

    order_by_relevance: bool
    queryset: QuerySet

    def search(self, config, start, stop, score_field=None):
        search = super().search
        if self.order_by_relevance and score_field is None:
            unranked = copy(self)
            unranked.order_by_relevance = False
            unranked.queryset = self.queryset.order_by("-pk")
            if unranked.search(config, 0, MOST_RANKED + 1).count() > MOST_RANKED:
                return unranked.search(config, start, stop)
        return search(config, start, stop, score_field=score_field)


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - as Wagtail asks for it
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
            compiler = getattr(backend, name)
            setattr(backend, name, type(compiler.__name__, (RankFew, compiler), {}))
    return backend

"""Pages that are found and served with fewer queries."""

from django.db.models import Q
from wagtail.models import PageViewRestriction


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

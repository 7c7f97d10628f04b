from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Author


@hooks.register("reserved_names")
def author_names():
    return Author.objects.values_list("name", flat=True)


@register_snippet
class AuthorViewSet(SnippetViewSet):
    """The people whose names stand above posts."""

    model = Author
    icon = "group"
    add_to_admin_menu = True
    menu_order = 150  # below Pages
    list_display = ["name", "slug"]

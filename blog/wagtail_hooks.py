from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import TitleFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Author
from .topic_cms import TopicViewSet


@register_snippet
class AuthorViewSet(SnippetViewSet):
    """The people whose names stand above posts."""

    model = Author
    icon = "group"
    add_to_admin_menu = True
    menu_order = 150  # below Pages
    list_display = ["name", "slug"]
    panels = [
        TitleFieldPanel("name", placeholder=_("Name"), targets=["slug"]),
        "slug",
        "about",
    ]


@hooks.register("register_admin_viewset")
def topics():
    return TopicViewSet()


@hooks.register("register_log_actions")
def name_what_becomes_of_topics(actions):
    actions.register_action("topics.plan", _("Plan"), _("Planned"))
    actions.register_action("topics.decline", _("Decline"), _("Declined"))
    actions.register_action("topics.discussed", _("Mark as discussed"), _("Discussed"))
    actions.register_action("topics.reopen", _("Suggest again"), _("Suggested again"))

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .cms import TopicViewSet
from .models import Topic


@hooks.register("register_admin_viewset")
def topics():
    return TopicViewSet()


@hooks.register("comment_notes")
def note_suggestions(comments):
    """Above a comment that suggests a topic, what became of it and how to support it."""
    topics = Topic.objects.suggested_by(comments)
    return {
        comment.pk: render_to_string(
            "topics/includes/suggestion.html",
            {"topic": topics[comment.pk], "comment": comment},
        )
        for comment in comments
        if comment.pk in topics
    }


@hooks.register("register_log_actions")
def name_log_actions(actions):
    actions.register_action("topics.plan", _("Plan"), _("Planned"))
    actions.register_action("topics.decline", _("Decline"), _("Declined"))
    actions.register_action("topics.discussed", _("Mark as discussed"), _("Discussed"))
    actions.register_action("topics.reopen", _("Suggest again"), _("Suggested again"))

"""What can be done with several comments at once."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from base.ids import parse_id
from comments.models import Comment
from comments.moderation.decisions import Decision, decide
from comments.moderation.permissions import may_moderate

from .listing import annotated_comments, filtered_comments, with_context
from .views import success_message

MOST_AT_ONCE = 500  # one transaction, during which nobody else can write


class ModerationAction(BulkAction):
    """A decision about each of the comments chosen in the list."""

    models = [Comment]
    template_name = "comments/cms/confirm_bulk.html"
    decision: Decision
    number, uuid = 0, None

    def dispatch(self, request, *args, **kwargs):
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id):
        """What the list shows, not, as Wagtail has it, all comments there are."""
        comments = filtered_comments(self.request.GET, self.request)
        return [str(pk) for pk in comments.values_list("pk", flat=True)]

    @classmethod
    def get_queryset(cls, model, object_ids):
        known = annotated_comments().filter(
            pk__in=filter(None, map(parse_id, object_ids))
        )
        return with_context(known.order_by("since", "pk")[:MOST_AT_ONCE])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs, action=self)
        return context | {"is_cut_off": len(context["items"]) == MOST_AT_ONCE}

    def get_execution_context(self):
        return {"action": self}

    @classmethod
    def execute_action(cls, objects, action=None, **kwargs):
        user = action.request.user
        action.number, action.uuid = decide(objects, cls.decision, user)
        return action.number, 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        if self.number:
            return success_message(self.request, self.decision, self.number, self.uuid)
        messages.warning(self.request, _("They are so already, or are deleted."))
        return None


class ApproveAction(ModerationAction):
    decision = Decision.APPROVE
    action_type = "approve"
    action_priority = 10
    display_name = _("Approve")
    aria_label = _("Approve the chosen comments")
    question = _("Publish these comments?")


class HoldAction(ModerationAction):
    decision = Decision.HOLD
    action_type = "hold"
    action_priority = 20
    display_name = _("Hold")
    aria_label = _("Hold the chosen comments")
    question = _("Let these comments wait, so that nobody sees them?")


class RemoveAction(ModerationAction):
    decision = Decision.REMOVE
    action_type = "remove"
    action_priority = 30
    display_name = _("Remove")
    aria_label = _("Remove the chosen comments")
    question = _("Remove these comments?")


class SpamAction(ModerationAction):
    decision = Decision.SPAM
    action_type = "spam"
    action_priority = 40
    display_name = _("Mark as spam")
    aria_label = _("Mark the chosen comments as spam")
    question = _("Mark these comments as spam?")


ACTIONS = [ApproveAction, HoldAction, RemoveAction, SpamAction]

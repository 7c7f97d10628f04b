from django.contrib.auth.models import Permission
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelAdminURLFinder, ModelViewSet
from wagtail.models import Site

from comments.models import Comment, CommentSettings
from comments.moderation.cms.bulk_actions import ACTIONS
from comments.moderation.cms.for_good import BlockView, DeleteForGoodView
from comments.moderation.cms.listing import CommentListView
from comments.moderation.cms.views import (
    CommentView,
    DecideView,
    SpamFilterView,
    UndoView,
)
from comments.moderation.decisions import Decision
from comments.moderation.permissions import APP_LABEL, CODENAME, may_moderate

from .moderation import audit_log, decisions


class CommentsMenuItem(MenuItem):
    """Says how many comments wait for a moderator."""

    def is_shown(self, request):
        return may_moderate(request.user)

    def render_component(self, request):
        # One object serves everybody: the number must not stay in it.
        component = super().render_component(request)
        number = Comment.objects.need_a_moderator().count()
        attrs = {"data-badge": str(number)} if number else {}
        component.attrs = {**component.attrs, **attrs}
        return component


class CommentURLFinder(ModelAdminURLFinder):
    edit_url_name = "moderation:inspect"


class CommentViewSet(ModelViewSet):
    """Comments can be looked at and decided about; who wrote them, wrote them."""

    model = Comment
    name = "moderation"
    url_prefix = "comments"
    icon = "comment"
    add_to_admin_menu = True
    menu_order = 160  # below Pages and Authors
    menu_item_class = CommentsMenuItem
    menu_name = "moderation"
    index_view_class = CommentListView
    url_finder_class = CommentURLFinder
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False
    index_template_name = "comments/cms/index.html"
    index_results_template_name = "comments/cms/index_results.html"

    def get_common_view_kwargs(self, **kwargs):
        return {
            "model": self.model,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "header_icon": self.icon,
            "spam_filter_url": reverse_lazy("moderation:spam_filter"),
            **kwargs,
        }

    def get_index_view_kwargs(self, **kwargs):
        kwargs = super().get_index_view_kwargs(**kwargs)
        return kwargs | {"filterset_class": CommentListView.filterset_class}

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("undo/", UndoView.as_view(), name="undo"),
            path("spam-filter/", SpamFilterView.as_view(), name="spam_filter"),
            path("<id:pk>/", CommentView.as_view(), name="inspect"),
            path("<id:pk>/decide/", DecideView.as_view(), name="decide"),
            path(
                "<id:pk>/delete/", DeleteForGoodView.as_view(), name="delete_for_good"
            ),
            path("<id:pk>/block/", BlockView.as_view(), name="block"),
        ]

    def get_permissions_to_register(self):
        return Permission.objects.filter(
            content_type__app_label=APP_LABEL, codename=CODENAME
        )


class ModerationPanel(Component):
    """How many comments wait, since when, and whether a storm switch is on."""

    order = 50
    template_name = "comments/cms/panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        site = Site.find_for_request(request)
        may_change = request.user.has_perm("comments.change_commentsettings")
        return Comment.objects.count_needs() | {
            "rules": CommentSettings.for_site(site) if site else CommentSettings(),
            "may_change_rules": may_change,
        }


@hooks.register("register_admin_viewset")
def comments():
    return CommentViewSet()


@hooks.register("construct_homepage_panels")
def add_moderation(request, panels):
    if may_moderate(request.user):
        panels.append(ModerationPanel())


for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_log_actions")
def name_what_moderators_do(actions):
    for decision, message in [
        (Decision.APPROVE, _("Published")),
        (Decision.HOLD, _("Held")),
        (Decision.REMOVE, _("Removed")),
        (Decision.SPAM, _("Marked as spam")),
    ]:
        actions.register_action(decision.value, decision.label, message)
    actions.register_action(
        audit_log.HELD, _("Hold after edit"), _("Held after an edit")
    )
    actions.register_action(audit_log.DELETED, _("Delete"), _("Deleted by its writer"))
    actions.register_action(
        audit_log.DELETED_FOR_GOOD, _("Delete for good"), _("Deleted for good")
    )
    actions.register_action(audit_log.BLOCKED, _("Block"), _("Blocked its writer"))
    actions.register_action(
        audit_log.UNBLOCKED, _("Unblock"), _("Unblocked its writer")
    )
    actions.register_action(decisions.REDACT, _("Mask"), _("Took a passage out"))
    actions.register_action(decisions.UNDO, _("Undo"), _("Took a decision back"))
    actions.register_action(
        "comments.reset_spam_filter", _("Reset"), _("Made the spam filter forget")
    )

from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.models import Page, Revision, WorkflowState, get_default_page_content_type
from wagtail.permissions import policy_registry

from blog.models import BlogIndexPage


class HowToPublishPanel(Component):
    """How a post is published, and a button to write one."""

    order = 100
    template_name = "home/cms/how_to_publish.html"

    def get_context_data(self, parent_context):
        return publishing_context(parent_context["request"].user)


class DraftsPanel(Component):
    """The newest pages with unpublished changes of the user that are not in a workflow."""

    LATEST = 5

    order = 230  # after the panel of the workflow
    template_name = "home/cms/drafts.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        own = Q(latest_revision__user=user) | Q(owner=user, live=False)
        waiting = WorkflowState.objects.filter(
            base_content_type=get_default_page_content_type(),
            object_id=page_key(),
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        drafts = with_schedule().filter(
            own, ~Exists(waiting), has_unpublished_changes=True, goes_live_at=None
        )
        newest_first = F("latest_revision_created_at").desc(nulls_last=True)
        return {"pages": drafts.order_by(newest_first)[: self.LATEST]}


class ScheduledPanel(Component):
    """Scheduled pages that the user may change, and when they go live, the next one first."""

    order = 240
    template_name = "home/cms/scheduled.html"

    def get_context_data(self, parent_context):
        policy, user = policy_registry.get_by_type(Page), parent_context["request"].user
        changeable = policy.instances_user_has_permission_for(user, "change")
        scheduled = with_schedule().exclude(goes_live_at=None)
        scheduled = scheduled.filter(pk__in=changeable.values("pk"))
        return {"pages": scheduled.order_by("goes_live_at")}


class HelpView(WagtailAdminTemplateMixin, TemplateView):
    """The handbook for editors."""

    page_title = _("Help")
    header_icon = "help"
    template_name = "home/cms/help.html"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs, **publishing_context(self.request.user)
        )


def publishing_context(user):
    """The address to write a post at, or None, and whether `user` may publish it."""
    blog = BlogIndexPage.objects.first()
    if blog is None:
        return {"write_url": None, "may_publish": False}
    permissions = blog.permissions_for_user(user)
    url = reverse("wagtailadmin_pages:add", args=["blog", "blogpage", blog.pk])
    return {
        "write_url": url if permissions.can_add_subpage() else None,
        "may_publish": permissions.can_publish_subpage(),
    }


def with_schedule():
    """All pages, each with `goes_live_at`."""
    scheduled = Revision.page_revisions.filter(
        object_id=page_key(), approved_go_live_at__isnull=False
    )
    return Page.objects.annotate(
        goes_live_at=Subquery(scheduled.values("approved_go_live_at")[:1])
    )


def page_key():
    """The primary key of the outer page as text, as generic relations store it."""
    return Cast(OuterRef("pk"), CharField())


@hooks.register("construct_homepage_panels")
def choose_panels(request, panels):
    # Recent edits are among the drafts of the user, or published.
    panels[:] = [panel for panel in panels if not isinstance(panel, RecentEditsPanel)]
    if policy_registry.get_by_type(Page).user_has_permission(request.user, "add"):
        panels += [HowToPublishPanel(), DraftsPanel(), ScheduledPanel()]


@hooks.register("register_admin_urls")
def help_url():
    return [path("help/", HelpView.as_view(), name="cms_help")]


@hooks.register("register_admin_menu_item")
def help_menu_item():
    return MenuItem(
        _("Help"), reverse("cms_help"), name="handbook", icon_name="help", order=12_000
    )


@hooks.register("construct_main_menu")
def hide_help_of_wagtail(request, menu_items):
    """Ours, which links to Wagtail's, is enough."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]

"""Routes about pages and redirects, beyond those of Wagtail's API."""

from typing import Annotated

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.constants import NOT_SET
from pydantic import AwareDatetime
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth
from wagtail.api.v3.permissions import require_any_permission
from wagtail.api.v3.querysets import get_pages_queryset
from wagtail.api.v3.routers.pages import PageDetailSchema
from wagtail.contrib.redirects.api.v3 import router as redirects_router
from wagtail.contrib.redirects.models import Redirect

from base.preview import get_draft

from .bodies import RichTextFormat
from .operations import PUBLIC, problems

# --- Actions on pages that the CMS has

page_actions_router = Router(tags=["pages"], auth=BearerTokenAuth())


class ScheduleSchema(Schema):
    go_live_at: AwareDatetime | None = Field(
        None,
        description="When to publish it; at once, if empty.",
        examples=["2030-05-17T09:00:00+09:00"],
    )
    expire_at: AwareDatetime | None = Field(
        None, description="When to take it away again; never, if empty."
    )


@page_actions_router.post(
    "/{id:page_id}/actions/schedule/",
    response={200: PageDetailSchema, **problems(403, 404, 422)},
    operation_id="pages_actions_schedule",
    summary="Schedule a page",
)
def schedule(request, page_id: int, data: ScheduleSchema):
    """Publish the latest draft of a page at a time to come."""
    page = get_page(request, page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied(_("You may not publish this page."))
    check_times(data)
    page = page.get_latest_revision_as_object()
    page.go_live_at, page.expire_at = data.go_live_at, data.expire_at
    page.save_revision(user=request.user, log_action=True).publish(user=request.user)
    return page


def check_times(data):
    now = timezone.now()
    if data.go_live_at and data.go_live_at <= now:
        raise ValidationError(_("`go_live_at` must be a time to come."))
    if data.expire_at and data.expire_at <= (data.go_live_at or now):
        raise ValidationError(_("`expire_at` must come after the page is published."))


@page_actions_router.post(
    "/{id:page_id}/actions/submit/",
    response={200: PageDetailSchema, **problems(403, 404)},
    operation_id="pages_actions_submit",
    summary="Submit a page for moderation",
)
def submit(request, page_id: int):
    """Ask an editor to read the latest draft of a page and to publish it."""
    page = get_page(request, page_id)
    if not page.permissions_for_user(request.user).can_submit_for_moderation():
        raise PermissionDenied(_("You may not submit this page, or it waits already."))
    page.get_workflow().start(page, request.user)
    return page


def get_page(request, page_id):
    """The page, if the user may see it in the CMS; raises Http404."""
    return get_object_or_404(get_pages_queryset(request), pk=page_id).specific


# --- Drafts that are previewed in the CMS

preview_router = Router(tags=["preview"])


@preview_router.get(
    "/",
    auth=PUBLIC,
    response={200: PageDetailSchema, **problems(404)},
    operation_id="preview",
    summary="Read a draft",
)
def preview(
    request,
    response: HttpResponse,
    token: Annotated[
        str, Query(description="What the CMS gave to the front end as `?preview=`.")
    ],
    rich_text_format: RichTextFormat = None,
):
    """The draft that somebody is previewing in the CMS, as `/pages/{page_id}/` will tell
    it once it is published. The token is good for an hour."""
    page = get_draft(token)
    if page is None:
        raise Http404(_("This preview is over. Please open it anew in the CMS."))
    patch_cache_control(response, no_store=True)
    return page


# --- Redirects


def restrict_redirects(router):
    """Let only those read them who may change them: Wagtail's router lets everybody."""
    require_editor = require_any_permission(Redirect, ("add", "change", "delete"))
    router.path_operations.pop("/find/")  # ours tells only of what is public
    for view in router.path_operations.values():
        for operation in view.operations:
            if operation.auth_param is not NOT_SET and any(
                isinstance(auth, AllowAnonymous) for auth in operation.auth_param
            ):
                operation.auth_param = NOT_SET  # that of the router: a token
                operation.view_func = require_editor(operation.view_func)


restrict_redirects(redirects_router)

"""Drafts that are previewed in the CMS."""

from typing import Annotated

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import Query, Router
from wagtail.api.v3.routers.pages import PageDetailSchema

from base.preview import get_draft

from .authentication import PUBLIC
from .bodies import RichTextFormat
from .errors import problems

router = Router(tags=["preview"])


@router.get(
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

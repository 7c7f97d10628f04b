"""Comments for other front ends: the same rules, limits and sentences as on our pages."""

import secrets
from typing import Annotated

from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from wagtail.api.v3.errors import problem_response
from wagtail.models import Page

from base import rate_limits as limits
from base.api.lists import problems
from base.pages import LARGEST_ID, published
from comments import writing
from comments.models import Comment, PendingComment
from comments.moderation import reports
from comments.reading import threads
from comments.submission.forms import MAX_AGE, MIN_AGE, TextForm, form_token
from comments.submission.rules import Refused
from comments.submission.submit import (
    commented_page,
    form_class,
    own_comment,
    public_page,
    remember,
    take,
)
from members.tokens.authentication import MEMBER_AUTH, MEMBER_OR_GUEST_AUTH

from .schemas import (
    CommentSchema,
    ConfirmedSchema,
    ConfirmSchema,
    FormSchema,
    NewCommentSchema,
    ReportSchema,
    TextSchema,
    ThreadQuery,
    ThreadSchema,
    WaitingSchema,
    edited_at,
)

router = Router(tags=["comments"])

# What is refused is a form that needs mending, unless it is one of these.
STATUSES = {
    "limit": 429,
    "gone": 403,
    "not_commented": 403,
    "private": 403,
    "closed": 403,
    "not_yours": 403,
    "late": 403,
    "no_display_name": 403,
    "storm": 403,
    "old": 403,
    "masked": 403,
    "no_topic": 409,
    "unknown": 404,
    "expired": 410,
}


def refused(request, refusal):
    """The answer to who asked for what is not done: the sentence that our pages show."""
    return problem_response(
        status=STATUSES.get(refusal.code, 422),
        detail=str(refusal),
        errors=[{"type": refusal.code, "msg": str(refusal)}],
    )


def shown(comment, user):
    """`comment` as threads show it to `user`; raises Http404 if they do not."""
    # The same words for what is hidden and for what never was.
    missing = Http404(_("No comment is here."))
    if comment is None or comment.is_removed:
        raise missing
    if not published(Page.objects.filter(pk=comment.object_pk)).exists():
        raise missing
    if not threads.place_of(comment, user):
        raise missing
    [comment] = threads.outline([comment], user, {})
    return comment


# --- Reading


@router.get(
    "/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={200: ThreadSchema, **problems(404)},
    operation_id="comments_list",
    summary="Read the comments on a page",
)
def list_comments(request, query: Query[ThreadQuery]):
    """The comments as they stand below each other, part by part.

    What waits for a moderator is told to its writer alone.
    """
    page = public_page(query.page)
    root = None if query.thread is None else min(query.thread, LARGEST_ID)
    thread = threads.part_of(page, query.number, root, request.user)
    if thread is None:
        raise Http404(_("There is no such part of the comments."))
    return {
        "items": thread.comments,
        "count": thread.count,
        "number": thread.number,
        "num_pages": thread.num_pages,
    }


@router.get(
    "/form/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={200: FormSchema, **problems(403, 404)},
    operation_id="comments_form",
    summary="Begin a comment",
)
def begin(
    request,
    page: Annotated[int, Query(description="The id of a page.", examples=[12])],
    response: HttpResponse,
    reply_to: Annotated[
        int | None, Query(description="The id of a comment on it, to answer it.")
    ] = None,
):
    """Whether the page, or the comment `reply_to` on it, takes comments now, and what
    must be sent with one: a signed text that is good for this page and a day.

    As on our own pages, it keeps away machines that post without having read.
    """
    commented = commented_page(page)
    writing.check_parent(commented, reply_to)
    patch_cache_control(response, no_store=True)
    is_member = request.user.is_authenticated
    by_session = is_member and "Authorization" not in request.headers
    return {
        "page": commented.pk,
        "form": form_token(commented),
        "min_age": MIN_AGE,
        "max_age": MAX_AGE,
        "is_member": is_member,
        "csrf_token": get_token(request) if by_session else None,
    }


@router.get(
    "/{int:comment_id}/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={200: CommentSchema, **problems(404)},
    operation_id="comments_detail",
    url_name="comment",
    summary="Read a comment",
)
def read(request, comment_id: int, response: HttpResponse):
    """One comment, if you may see it."""
    comments = Comment.objects.select_related("details")
    comment = comments.filter(pk=min(comment_id, LARGEST_ID)).first()
    comment = shown(comment, request.user)
    changed = edited_at(comment) or comment.submit_date
    response["Last-Modified"] = http_date(changed.timestamp())
    return comment


# --- Writing


@router.post(
    "/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={
        201: CommentSchema,
        202: WaitingSchema,
        **problems(400, 401, 403, 404, 422, 429),
    },
    operation_id="comments_create",
    summary="Write a comment",
)
def create(request, data: NewCommentSchema, response: HttpResponse):
    """Members' comments are made at once (201), published or waiting for a moderator.

    Guests' comments are kept (202) until the link in a mail is opened, or its token is
    sent to `/comments/confirm/`. Nobody but who has the address can do so.
    """
    page = commented_page(data.page)
    form = form_class(request)(data.dict(), page=page)
    if not form.is_valid():
        return mistakes(form)
    comment = take(request, page, form.cleaned_data)
    if comment is None:
        return Status(202, {"state": "to_confirm", "detail": to_confirm()})
    response["Location"] = location(comment, request)
    return Status(201, shown(comment, request.user))


def to_confirm():
    return _(
        "We have sent you a link. Open it and press the button there: then your comment "
        "is on its way."
    )


def mistakes(form):
    errors = [
        {"type": error.code or "invalid", "loc": ["body", name], "msg": sentence}
        for name, found in form.errors.as_data().items()
        for error in found
        for sentence in error.messages
    ]
    return problem_response(
        status=422, detail=_("Something is not right yet."), errors=errors
    )


def location(comment, request):
    path = reverse("wagtailapi_v3:comment", args=[comment.pk])
    return request.build_absolute_uri(path)


@router.post(
    "/confirm/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={
        200: ConfirmedSchema,
        **problems(400, 401, 403, 404, 410, 422),
    },
    operation_id="comments_confirm",
    summary="Confirm a comment",
)
def confirm(request, data: ConfirmSchema):
    """Make the comment that waits for the link with this token. Once more, nothing
    changes. If it is refused, `errors` has the text, so that nothing written is lost."""
    waiting = PendingComment.objects.for_token(data.token)
    try:
        pending = writing.confirm(data.token, request)
    except Refused as refusal:
        return not_confirmed(refusal, waiting)
    remember(pending)
    return outcome(pending.comment)


def not_confirmed(refusal, waiting):
    sentence = str(refusal)
    error = {"type": refusal.code, "msg": sentence}
    if waiting:
        error["text"] = waiting.text
    status = STATUSES.get(refusal.code, 422)
    return problem_response(status=status, detail=sentence, errors=[error])


def outcome(comment):
    if comment is None or comment.is_removed:
        state, detail = "gone", _("This comment is no longer here.")
    elif threads.place_of(comment):
        state, detail = "published", _("Your comment is published.")
    else:
        state, detail = (
            "waiting",
            _(
                "Your comment is waiting for a moderator. We read every one, usually "
                "within a day, and send you a mail when it is up."
            ),
        )
    return {
        "state": state,
        "comment": comment.pk if state == "published" else None,
        "detail": detail,
    }


@router.patch(
    "/{int:comment_id}/",
    auth=MEMBER_AUTH,
    response={200: CommentSchema, **problems(400, 401, 403, 404, 422)},
    operation_id="comments_edit",
    summary="Change your comment",
)
def edit(request, comment_id: int, data: TextSchema):
    """Within 15 minutes after it was written. It is shown as edited."""
    comment = own_comment(request, comment_id)
    form = TextForm(data.dict())
    if not form.is_valid():
        return mistakes(form)
    comment = writing.edit(comment, form.cleaned_data["text"], request.user)
    return shown(comment, request.user)


@router.delete(
    "/{int:comment_id}/",
    auth=MEMBER_AUTH,
    response={204: None, **problems(400, 401, 403, 404)},
    operation_id="comments_delete",
    summary="Delete your comment",
)
def delete(request, comment_id: int):
    """For good. What answers it stays."""
    writing.delete(own_comment(request, comment_id), request.user)
    return Status(204, None)


@router.post(
    "/{int:comment_id}/report/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={202: None, **problems(400, 401, 403, 404, 422, 429)},
    operation_id="comments_report",
    summary="Report a comment",
)
def report(request, comment_id: int, data: ReportSchema):
    """Ask a moderator to look at it. When three people have, it waits for one."""
    readable = Comment.objects.visible().on_public_pages()
    comment = readable.filter(pk=min(comment_id, LARGEST_ID)).first()
    if comment is None:
        raise Http404("No comment is here.")
    if reason := limits.too_many_reports(request, comment):
        raise Refused("limit", reason)
    # A guest's program is asked for no cookie: the limits alone tell guests apart.
    browser = secrets.token_urlsafe(24)
    reports.report(comment, **data.dict(), user=request.user, browser=browser)
    return Status(202, None)

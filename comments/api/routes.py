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
from wagtail.models import Page

from base.api.operations import problems
from base.ids import Id
from base.pages import published
from comments import writing
from comments.lookups import (
    get_commentable_page,
    get_own_comment,
    get_parent,
    get_public_page,
    get_visible_comment,
)
from comments.models import Comment, PendingComment
from comments.moderation.reports import add_report, check_reporter
from comments.promises import PROMISES
from comments.reading import threads
from comments.refusals import CommentRefused
from comments.submission import forms, submit
from comments.submission.forms import (
    ReportForm,
    TextForm,
    form_class,
    form_token,
)
from members.tokens.authentication import MEMBER_AUTH, MEMBER_OR_GUEST_AUTH

from .problems import invalid_form, problem
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
)

router = Router(tags=["comments"])

# --- Reading


def as_shown(comment, user):
    """`comment` as threads show it to `user`; raises Http404 if they do not."""
    # The same words for what is hidden and for what never was.
    missing = Http404(_("No comment is here."))
    if comment is None or comment.is_removed:
        raise missing
    if not published(Page.objects.filter(pk=comment.page_id)).exists():
        raise missing
    if not threads.get_place(comment, user):
        raise missing
    [comment] = threads.build_thread([comment], {})
    return comment


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
    page = get_public_page(query.page)
    thread = threads.get_part(page, query.number, query.thread, request.user)
    if thread is None:
        raise Http404(_("There is no such part of the comments."))
    return thread


@router.get(
    "/form/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={200: FormSchema, **problems(403, 404)},
    operation_id="comments_form",
    summary="Begin a comment",
)
def begin(
    request,
    page: Annotated[Id, Query(description="The id of a page.", examples=[12])],
    response: HttpResponse,
    reply_to: Annotated[
        Id | None, Query(description="The id of a comment on it, to answer it.")
    ] = None,
):
    """Whether the page, or the comment `reply_to` on it, takes comments now, and what
    must be sent with one: a signed text that is good for this page and a day.

    As on our own pages, it keeps away machines that post without having read.
    """
    commented = get_commentable_page(get_public_page(page).pk)
    get_parent(commented, reply_to)
    patch_cache_control(response, no_store=True)
    is_member = request.user.is_authenticated
    by_session = is_member and "Authorization" not in request.headers
    return {
        "page": commented.pk,
        "form": form_token(commented),
        "min_age": forms.MIN_AGE,
        "max_age": forms.MAX_AGE,
        "is_member": is_member,
        "csrf_token": get_token(request) if by_session else None,
    }


@router.get(
    "/{id:comment_id}/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={200: CommentSchema, **problems(404)},
    operation_id="comments_detail",
    url_name="comment",
    summary="Read a comment",
)
def read(request, comment_id: int, response: HttpResponse):
    """One comment, if you may see it."""
    comments = Comment.objects.select_related("details")
    comment = as_shown(comments.filter(pk=comment_id).first(), request.user)
    changed = comment.edited_at or comment.submit_date
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
    page = get_commentable_page(get_public_page(data.page).pk)
    form = form_class(request.user)(data.dict(), page=page)
    if not form.is_valid():
        return invalid_form(form)
    comment = submit.submit(request, page, form.cleaned_data)
    if comment is None:
        detail = _(
            "We have sent you a link. Open it and press the button there: then your "
            "comment is on its way."
        )
        return Status(202, {"state": "to_confirm", "detail": detail})
    path = reverse("wagtailapi_v3:comment", args=[comment.pk])
    response["Location"] = request.build_absolute_uri(path)
    return Status(201, as_shown(comment, request.user))


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
        pending = submit.confirm(data.token, request)
    except CommentRefused as refusal:
        text = {"text": waiting.text} if waiting else {}
        return problem(refusal.status, refusal, **text)
    submit.remember_author(pending)
    return outcome(pending.comment)


def outcome(comment):
    if comment is None or comment.is_removed:
        state, detail = "gone", _("This comment is no longer here.")
    elif threads.get_place(comment):
        state, detail = "published", _("Your comment is published.")
    else:
        state, detail = "waiting", str(PROMISES["read"])
    return {
        "state": state,
        "comment": comment.pk if state == "published" else None,
        "detail": detail,
    }


@router.patch(
    "/{id:comment_id}/",
    auth=MEMBER_AUTH,
    response={200: CommentSchema, **problems(400, 401, 403, 404, 422)},
    operation_id="comments_edit",
    summary="Change your comment",
)
def edit(request, comment_id: int, data: TextSchema):
    """Within 15 minutes after it was written. It is shown as edited."""
    comment = get_own_comment(request.user, comment_id)
    form = TextForm(data.dict())
    if not form.is_valid():
        return invalid_form(form)
    comment = writing.edit(comment, form.cleaned_data["text"], request.user)
    return as_shown(comment, request.user)


@router.delete(
    "/{id:comment_id}/",
    auth=MEMBER_AUTH,
    response={204: None, **problems(400, 401, 403, 404)},
    operation_id="comments_delete",
    summary="Delete your comment",
)
def delete(request, comment_id: int):
    """For good. What answers it stays."""
    writing.delete(get_own_comment(request.user, comment_id), request.user)
    return Status(204, None)


@router.post(
    "/{id:comment_id}/report/",
    auth=MEMBER_OR_GUEST_AUTH,
    response={202: None, **problems(400, 401, 403, 404, 422, 429)},
    operation_id="comments_report",
    summary="Report a comment",
)
def report(request, comment_id: int, data: ReportSchema):
    """Ask a moderator to look at it. When three people have, it waits for one."""
    comment = get_visible_comment(comment_id)
    form = ReportForm(data.dict())
    if not form.is_valid():
        return invalid_form(form)
    check_reporter(request, comment)
    # A guest's program is asked for no cookie: the limits alone tell guests apart.
    browser = secrets.token_urlsafe(24)
    add_report(comment, **form.cleaned_data, user=request.user, browser=browser)
    return Status(202, None)

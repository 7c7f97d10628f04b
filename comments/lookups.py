"""Finding the page or the comment that somebody names, if they may."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from base.pages import published
from members.models import User

from .models import Comment, CommentablePageMixin, CommentSettings
from .refusals import CommentRefused


def get_public_page(page_id: int | None) -> Page:
    """The page, if anybody may read it; raises Http404."""
    return get_object_or_404(published(Page.objects), pk=page_id)


def get_commentable_page(page_id: int) -> Any:
    """The specific page as it is now; raises CommentRefused unless it takes comments."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not page.live or page.alias_of_id:
        raise CommentRefused("gone")
    page = page.specific
    if not issubclass(type(page), CommentablePageMixin):
        raise CommentRefused("not_commented")
    if page.get_view_restrictions().exists():
        raise CommentRefused("private")
    if reason := CommentSettings.of(page).reason_closed(page):
        raise CommentRefused(reason)
    return page


def get_parent(page: Page, reply_to: int | None) -> Comment | None:
    """The comment on `page` with the id `reply_to`, or None if that is empty; raises
    CommentRefused if it cannot be answered."""
    if not reply_to:
        return None
    comments = Comment.objects.on(page).filter(content_type=page.content_type_id)
    # By `id`, which holds any number: `pk` is a relation, and SQLite stops at 64 bits.
    parent = comments.visible().filter(id=reply_to).first()
    if parent is None or not parent.thread_id:
        raise CommentRefused("reply_gone")
    return parent


def get_visible_comment(pk: int) -> Comment:
    """The comment, if anybody may read it; raises Http404."""
    return get_object_or_404(Comment.objects.visible().on_public_pages(), pk=pk)


def get_own_comment(user: User | AnonymousUser, pk: int) -> Comment:
    """A comment that `user` wrote and has not deleted; raises Http404 otherwise."""
    if not user.is_authenticated:
        raise Http404
    return get_object_or_404(Comment, user=user, pk=pk)

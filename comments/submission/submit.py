"""What a request asks of comments: the same for the pages and for the API."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from base.mail.limits import too_many_mails
from base.pages import LARGEST_ID, published
from comments import writing
from comments.mails import send_confirmation
from comments.models import Comment, PendingComment
from members.models import User

from . import limits
from .forms import CommentForm, GuestCommentForm
from .rules import Refused, check_parent, check_words, gate


def public_page(page_id):
    """The page, if a visitor can read it; raises Http404."""
    if page_id > LARGEST_ID:
        raise Http404
    return get_object_or_404(published(Page.objects), pk=page_id)


def commented_page(page_id):
    """The page, if it takes comments now; raises Http404 if a visitor cannot read it
    and Refused if it is closed."""
    return gate(public_page(page_id))


def form_class(request):
    return CommentForm if request.user.is_authenticated else GuestCommentForm


def take(request, page, fields):
    """Make the comment of `fields`, or keep it until its link is opened and return None;
    raises Refused with the reason."""
    if reason := limits.too_much(request, page):
        raise Refused("limit", reason)
    wanted = ("text", "reply_to", "wants_replies", "suggests_topic")
    comment = {name: fields[name] for name in wanted}
    if request.user.is_authenticated:
        return writing.create_comment(
            page, name="", email="", user=request.user, request=request, **comment
        )
    comment |= {name: fields[name] for name in ("name", "email", "website", "remember")}
    check_words(page, fields["text"], fields["name"], fields["website"])
    check_parent(page, fields["reply_to"])
    if reason := too_many_mails(fields["email"]):
        raise Refused("limit", reason)
    with transaction.atomic():  # a comment without its mail would be lost
        pending, token = PendingComment.start(page=page, **comment)
        if token:
            send_confirmation(pending, token)
    return None


def remember(pending):
    """Make the writer a member, if they asked for it, and return them."""
    comment = pending.comment
    if not (pending.remember and pending.email) or comment is None:
        return None
    if comment.user_id or comment.is_removed:
        return None
    user = User.objects.remember(pending.email, pending.name)
    comment.user = user
    comment.save(update_fields=["user"])
    return user


def own_comment(request, pk):
    """A comment of who is signed in; raises Http404 for everybody else."""
    if not request.user.is_authenticated:
        raise Http404
    own = Comment.objects.filter(user=request.user).exclude(comment="")
    return get_object_or_404(own, pk=min(pk, LARGEST_ID))

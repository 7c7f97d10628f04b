"""Writing a comment and finding it again. Whatever changes anything is a POST."""

from django.http import Http404
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from base.csrf import csrf_exempt_for_guests
from base.decorators import post_or_redirect
from base.ids import parse_id
from base.pages import published
from comments.lookups import (
    get_commentable_page,
    get_parent,
    get_public_page,
    get_visible_comment,
)
from comments.models import Comment, PendingComment
from comments.reading import threads
from comments.refusals import CommentRefused
from comments.submission import submit
from comments.submission.forms import form_class, form_token
from members.accounts.sign_in import is_noted_browser, note_browser, sign_in

SENT = "comment-sent"  # in a member's session: the id of the page they just wrote on


@never_cache
@require_safe
def form(request, page_id):
    """The form to comment on a page, or to answer `?reply_to=`."""
    reply_to = request.GET.get("reply_to", "")
    if reply_to and parse_id(reply_to) is None:
        raise Http404
    try:
        page = get_commentable_page(get_public_page(page_id).pk)
        parent = get_parent(page, parse_id(reply_to))
    except CommentRefused as refusal:
        status = 404 if reply_to else 403
        return refused(request, refusal, status=status, page_id=page_id)
    return show_form(request, form_class(request.user)(page=page), page, parent)


@never_cache
def reply(request, pk):
    """The form to answer a comment, by the comment's own address."""
    comment = get_visible_comment(pk)
    address = reverse("comments:form", args=[comment.page_id])
    return redirect(f"{address}?reply_to={comment.pk}")


def form_address(request):
    """Where the form is that was sent to the address of `request`."""
    page_id = parse_id(request.GET.get("page", ""))
    if page_id is None:
        return "/"
    reply_to = parse_id(request.GET.get("reply_to", ""))
    query = f"?reply_to={reply_to}" if reply_to else ""
    return reverse("comments:form", args=[page_id]) + query


@csrf_exempt_for_guests(origin_needed=False)
@never_cache
@post_or_redirect(form_address)
def post(request):
    """Take a comment: a member's is added at once, a guest's waits for its link."""
    page_id = parse_id(request.POST.get("page", ""))
    if page_id is None:
        raise Http404
    try:
        page = get_commentable_page(get_public_page(page_id).pk)
    except CommentRefused as refusal:
        text = request.POST.get("text", "")
        return refused(request, refusal, text=text, page_id=page_id)
    form = form_class(request.user)(request.POST, page=page)
    if form.is_valid():
        try:
            comment = submit.submit(request, page, form.cleaned_data)
        except CommentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if comment is None:
                return link_sent(request, page, form.cleaned_data)
            request.session[SENT] = page.pk
            return redirect("comments:permalink", comment.pk)
    parent_id = form.cleaned_data.get("reply_to")
    parent = Comment.objects.on(page).filter(pk=parent_id).first()
    return show_form(request, form, page, parent, status=422)


def link_sent(request, page, fields):
    response = redirect("comments:sent", page.pk)
    if fields["remember"]:
        response["Location"] += "?remember"
        note_browser(request, response, fields["email"])
    return response


@never_cache
@require_safe
def sent(request, page_id):
    """Say that the link to confirm is on its way."""
    context = {
        "commented": get_public_page(page_id),
        "remember": "remember" in request.GET,
    }
    return render(request, "comments/sent.html", context)


@csrf_exempt_for_guests(origin_needed=False)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Show what is to be confirmed; a POST adds the comment."""
    pending = PendingComment.objects.for_token(token)
    if pending is None:
        return refused(request, CommentRefused("unknown"), status=404)
    if pending.expired():
        refusal = CommentRefused("expired")
        return refused(request, refusal, pending.text, 410, pending.page_id)
    is_here = pending.remember and is_noted_browser(request, pending.email)
    if request.method == "POST":
        try:
            pending = submit.confirm(token, request)
        except CommentRefused as refusal:
            return refused(request, refusal, pending.text, 410, pending.page_id)
        user = submit.remember_author(pending)
        if user and (is_here or "remember_here" in request.POST):
            sign_in(request, user)
        elif user and user != request.user:
            context = {"pending": pending, "is_elsewhere": True}
            return render(request, "comments/waiting.html", context)
    response = show_confirmation(request, pending, is_here)
    # The address is a secret. That it goes to no other site is by the policy of all our
    # pages; without any referrer browsers hide whose button was pressed, too.
    response["X-Robots-Tag"] = "noindex"
    return response


def show_confirmation(request, pending, is_here):
    if pending.confirmed_at is None:
        context = {"pending": pending, "is_here": is_here}
        return render(request, "comments/confirm.html", context)
    comment = pending.comment
    if comment and threads.get_place(comment, request.user):
        return redirect("comments:permalink", comment.pk)
    return render(request, "comments/waiting.html", {"pending": pending})


@require_safe
def permalink(request, pk):
    """The permanent address of a comment: leads to where it stands on its page."""
    comment = get_object_or_404(Comment, pk=pk)
    page = get_public_page(comment.page_id)
    url = threads.get_url(comment, page.get_url(request), request.user)
    if url is None:
        raise Http404
    return redirect(url)


def show_form(request, form, page, parent=None, status=200):
    """The form as a page of its own, or alone for a script that puts it into one."""
    is_fragment = request.headers.get("X-Requested-With") == "fetch"
    template = "includes/form.html" if is_fragment else "form.html"
    context = {
        "form": form,
        "commented": page,
        "parent": parent,
        "token": form_token(page, is_retry=form.is_bound),
    }
    return render(request, f"comments/{template}", context, status=status)


def refused(request, refusal, text="", status=403, page_id=0):
    """A page that says why something is not done, with the `text` that was written, if
    there was one, and a way back to the page."""
    commented = published(Page.objects.filter(pk=page_id)).first()
    context = {"reason": str(refusal), "text": text, "commented": commented}
    return render(request, "comments/refused.html", context, status=status)


def csrf_failure(request, reason=""):
    """A page that says so; for a comment, its text goes back into a fresh form."""
    has_cookies = reason != REASON_NO_CSRF_COOKIE
    page_id = parse_id(request.POST.get("page", ""))
    try:
        if request.path != reverse("comments:post"):
            raise Http404
        page = get_commentable_page(get_public_page(page_id).pk)
    except (CommentRefused, Http404):
        context = {"has_cookies": has_cookies}
        return render(request, "403_csrf.html", context, status=403)
    form = form_class(request.user)(request.POST, page=page)
    form.add_error(
        None,
        _("We could not be sure that this came from you. Please send it once more."),
    )
    return show_form(request, form, page, status=403)

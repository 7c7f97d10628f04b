"""What visitors do with comments. Whatever changes anything is a POST."""

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.models import Page

from base.pages import LARGEST_ID, published
from comments import writing
from comments.mails import MUTE_SALT
from comments.models import Comment, PendingComment, Subscription
from comments.reading import threads
from comments.submission.forms import TextForm, form_token
from comments.submission.rules import Refused, check_parent
from comments.submission.submit import (
    commented_page,
    form_class,
    own_comment,
    public_page,
    remember,
    take,
)
from members.accounts.sign_in import sign_in

DIGITS = len(str(LARGEST_ID))


@never_cache
@require_safe
def form(request, page_id):
    """The form to comment on a page, or to answer `?reply_to=`."""
    reply_to = request.GET.get("reply_to", "")
    if reply_to and not (reply_to.isdecimal() and len(reply_to) <= DIGITS):
        raise Http404
    try:
        page = commented_page(page_id)
        parent = check_parent(page, reply_to)
    except Refused as refusal:
        status = 404 if reply_to else 403
        return refused(request, refusal, status=status, page_id=page_id)
    return show_form(request, form_class(request)(page=page), page, parent)


@never_cache
def reply(request, pk):
    """The form to answer a comment, by the comment's own address."""
    comments = Comment.objects.visible().on_public_pages()
    comment = get_object_or_404(comments, pk=min(pk, LARGEST_ID))
    address = reverse("comments:form", args=[comment.object_pk])
    return redirect(f"{address}?reply_to={comment.pk}")


@never_cache
@require_POST
def post(request):
    """Take a comment: a member's is made at once, a guest's waits for its link."""
    page_id = request.POST.get("page", "")
    if not page_id.isdecimal():
        raise Http404
    try:
        page = commented_page(int(page_id[:12]))
    except Refused as refusal:
        text = request.POST.get("text", "")
        return refused(request, refusal, text=text, page_id=int(page_id[:12]))
    form = form_class(request)(request.POST, page=page)
    if form.is_valid():
        try:
            comment = take(request, page, form.cleaned_data)
            return done(comment, page)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    parent = (
        form.cleaned_data.get("reply_to")
        and Comment.objects.filter(
            pk=form.cleaned_data["reply_to"], object_pk=str(page.pk)
        ).first()
    )
    return show_form(request, form, page, parent, status=422)


def done(comment, page):
    if comment is None:
        return redirect("comments:sent", page.pk)
    return redirect("comments:permalink", comment.pk)


@never_cache
@require_safe
def sent(request, page_id):
    """Says that a link to confirm is on its way."""
    page = public_page(page_id)
    return render(request, "comments/sent.html", {"commented": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Show what is to be confirmed; a POST makes the comment of it."""
    pending = PendingComment.objects.for_token(token)
    if pending is None:
        return refused(request, Refused("unknown"), status=404)
    if pending.expired():
        refusal = Refused("expired")
        return refused(request, refusal, pending.text, 410, pending.page_id)
    if request.method == "POST":
        try:
            pending = writing.confirm(token, request)
        except Refused as refusal:
            return refused(request, refusal, pending.text, 410, pending.page_id)
        if user := remember(pending):
            sign_in(request, user)
    response = confirmed(request, pending)
    # The address is a secret. That it goes to no other site is by the policy of all our
    # pages; without any referrer browsers hide whose button was pressed, too.
    response["X-Robots-Tag"] = "noindex"
    return response


def confirmed(request, pending):
    if pending.confirmed_at is None:
        return render(request, "comments/confirm.html", {"pending": pending})
    comment = pending.comment
    if comment and threads.place_of(comment, request.user):
        return redirect("comments:permalink", comment.pk)
    return render(request, "comments/waiting.html", {"pending": pending})


@require_safe
def permalink(request, pk):
    """The permanent address of a comment: leads to where it stands on its page."""
    comment = get_object_or_404(Comment, pk=min(pk, LARGEST_ID))
    page = get_object_or_404(published(Page.objects), pk=comment.object_pk)
    page_url = page.get_url(request)
    address = threads.address_of(comment, page_url, request.user)
    if address is None:
        raise Http404
    return redirect(address)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change one's own comment, for some minutes after it was written."""
    comment = own_comment(request, pk)
    form = TextForm(request.POST or None, initial={"text": comment.comment})
    if form.is_valid():
        try:
            writing.edit(comment, form.cleaned_data["text"], request.user)
            return redirect("comments:permalink", comment.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "comment": comment}
    status = 422 if form.is_bound else 200
    return render(request, "comments/edit.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk):
    """Take one's own comment away, after a question."""
    comment = own_comment(request, pk)
    if request.method != "POST":
        return render(request, "comments/delete.html", {"comment": comment})
    writing.delete(comment, request.user)
    page = get_object_or_404(Page, pk=comment.object_pk)
    return redirect(page.get_url(request) + "#comments")


@csrf_exempt  # mail programs send it by themselves (RFC 8058); the token is the secret
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute(request, token):
    """Ask, then stop telling somebody about replies on a page."""
    try:
        pk = Signer(salt=MUTE_SALT).unsign(token)
    except BadSignature:
        raise Http404 from None
    subscription = Subscription.objects.filter(pk=pk).first()
    if request.method == "POST" and subscription:
        subscription.mute_page()
    context = {"muted": request.method == "POST" or subscription is None}
    return render(request, "comments/mute.html", context)


def show_form(request, form, page, parent=None, status=200):
    """The form as a page of its own, or alone for a script that puts it into one."""
    is_fragment = request.headers.get("X-Requested-With") == "fetch"
    template = "includes/form.html" if is_fragment else "form.html"
    context = {
        "form": form,
        "commented": page,
        "parent": parent,
        "token": form_token(page),
    }
    return render(request, f"comments/{template}", context, status=status)


def refused(request, refusal, text="", status=403, page_id=0):
    """A page that says why, with what was written, if it was, and a way back."""
    pages = published(Page.objects.all())
    commented = pages.filter(pk=min(page_id, LARGEST_ID)).first()
    context = {"reason": str(refusal), "text": text, "commented": commented}
    return render(request, "comments/refused.html", context, status=status)


def csrf_failure(request, reason=""):
    """A page that says so; for a comment, its text goes back into a fresh form."""
    if request.path != reverse("comments:post"):
        return render(request, "403.html", status=403)
    try:
        page = commented_page(int(request.POST.get("page", "")))
    except (Refused, Http404, ValueError):
        return render(request, "403.html", status=403)
    form = form_class(request)(request.POST, page=page)
    form.add_error(
        None,
        _("We could not be sure that this came from you. Please send it once more."),
    )
    return show_form(request, form, page, status=403)

from django import template
from django.urls import reverse
from django.utils.text import Truncator
from wagtail import hooks

from base.ids import parse_id, parse_number
from comments.models import Comment, CommentablePageMixin, CommentSettings
from comments.promises import PROMISES
from comments.reading import text, threads
from comments.refusals import SENTENCES
from comments.views.commenting import SENT

register = template.Library()

EXCERPT_LENGTH = 400  # characters


@register.inclusion_tag("comments/includes/discussion.html", takes_context=True)
def discussion(context, page):
    """The comments on `page`, the part of them that `?comments=` asks for, and the way
    to the form; nothing where there is no discussion, or where it is hidden."""
    if not isinstance(page, CommentablePageMixin) or not page.pk:
        return {}
    if page.comments_hidden:
        return {}
    request = context.get("request")
    user = getattr(request, "user", None)
    thread = get_thread(page, request.GET if request else {}, user)
    rules = CommentSettings.in_view(page, request)
    reason_closed = rules.reason_closed(page)
    if not thread.comments and reason_closed not in {"", "storm"}:
        return {}
    add_notes(thread.comments)
    return {
        "is_open": not reason_closed,
        "why_closed": why_closed(rules, reason_closed),
        "banner": rules.banner,
        "page": page,
        "thread": thread,
        "user": user,
        "form_url": reverse("comments:form", args=[page.pk]),
        "was_sent": take_sent(request, page),
        "is_preview": getattr(request, "is_preview", False),
    }


def take_sent(request, page):
    """Whether a member has just written on `page`: once, so that their browser forgets
    the draft. Guests are told so by a page of its own."""
    session = getattr(request, "session", {})
    return session.get(SENT) == page.pk and bool(session.pop(SENT))


def add_notes(comments):
    """Give each of `comments` the `notes` that other apps show with it: by the hook
    "comment_notes" they get the comments, and return HTML by the ids of some."""
    notes = [hook(comments) for hook in hooks.get_hooks("comment_notes")]
    for comment in comments:
        comment.notes = [note[comment.pk] for note in notes if comment.pk in note]


def why_closed(rules, reason):
    """A sentence for those who look for the form, or nothing where there is none to be."""
    if not reason or rules.storm_now == rules.Storm.READ_ONLY:
        return ""
    return SENTENCES[reason]


def get_thread(page, query, user):
    """The thread that `?comments=` and `?thread=` ask for, or what comes nearest."""
    number = parse_number(query.get("comments", ""))
    return threads.get_nearest_part(
        page, number, parse_id(query.get("thread", "")), user
    )


@register.simple_tag
def comment_counts(pages):
    """How many comments each of `pages` has, by the page's id, with one query."""
    return Comment.objects.counts_on(list(pages))


@register.simple_tag
def promise(name):
    """What people are promised: one of PROMISES."""
    return str(PROMISES[name])


@register.filter
def of(counts, page):
    """`counts|of:page`: how many comments that page has."""
    return counts.get(page.pk, 0)


@register.filter
def editable_by(comment, user):
    """Whether `user` may still change what `comment` says."""
    return comment.is_editable_by(user)


@register.filter
def comment_html(source):
    """What a comment says, as HTML that is safe to show."""
    return text.render(source)


@register.filter
def excerpt(source):
    """What a comment begins with, as plain text."""
    return Truncator(text.plain(source)).chars(EXCERPT_LENGTH)

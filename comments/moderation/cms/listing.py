"""The list of comments in the CMS: which are in it, and what is shown of each."""

import django_filters
from django import forms
from django.db.models import (
    Count,
    DateTimeField,
    IntegerField,
    Q,
)
from django.db.models.functions import Cast, Coalesce, Lower
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from comments.models import Comment
from comments.models.comments import IN_STATE
from comments.models.conditions import is_reported
from comments.moderation.decisions import open_decisions

MAX_WORDS = 10  # of a search
REPORTED, ALL = "reported", "all"
# What the tabs of the list show.
LABELS = {
    Comment.State.WAITING: Comment.State.WAITING.label,
    REPORTED: _("Reported"),
    Comment.State.PUBLISHED: Comment.State.PUBLISHED.label,
    Comment.State.REMOVED: Comment.State.REMOVED.label,
    Comment.State.SPAM: Comment.State.SPAM.label,
    ALL: _("All"),
}


def conditions():
    """Which comments each tab shows."""
    return {**IN_STATE, REPORTED: is_reported(), ALL: Q()}


class CommentFilterSet(WagtailFilterSet):
    """The filters of the list; `selected_state` says what it shows without a state."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=list(LABELS.items()),
        empty_label=_("Waiting, or in a search: all"),
        widget=forms.RadioSelect,
        method="of_state",
    )
    page = django_filters.ModelChoiceFilter(
        label=_("Page"),
        queryset=lambda request: pages_with_comments(),
        method="on_page",
    )
    submit_date = django_filters.DateFromToRangeFilter(
        label=_("Written"), widget=DateRangePickerWidget
    )
    writer = django_filters.ChoiceFilter(
        label=_("Writer"),
        choices=[("new", _("Nothing of theirs is published yet"))],
        empty_label=_("Anybody"),
        widget=forms.RadioSelect,
        method="by_writer",
    )
    links = django_filters.ChoiceFilter(
        label=_("Links"),
        choices=[("some", _("With links"))],
        empty_label=_("With or without"),
        widget=forms.RadioSelect,
        method="with_links",
    )

    class Meta:
        model = Comment
        fields = []

    def of_state(self, comments, name, state):
        return comments.filter(conditions()[state])

    def on_page(self, comments, name, page):
        return comments.filter(object_pk=str(page.pk))

    def by_writer(self, comments, name, value):
        published = Comment.objects.in_state(Comment.State.PUBLISHED)
        # Without an address, as of somebody erased, nobody can say whose it is.
        published = published.exclude(user_email="")
        known = published.order_by().values(address=Lower("user_email"))
        return comments.alias(address=Lower("user_email")).exclude(address__in=known)

    def with_links(self, comments, name, value):
        return comments.filter(comment__contains="://")


def pages_with_comments():
    comments = Comment.objects.order_by()
    ids = comments.annotate(pk_of_page=Cast("object_pk", IntegerField()))
    return Page.objects.filter(pk__in=ids.values("pk_of_page")).order_by("title")


def filtered_comments(query, request):
    """The comments that the list shows for the parameters `query`, in its order."""
    state = selected_state(query)
    # What waits is read oldest first, everything else newest first.
    order = ["since", "pk"] if state == "waiting" else ["-since", "-pk"]
    return matching_comments(query, request, state).order_by(*order)


def selected_state(query):
    """The state that `query` asks for; by default waiting, or all in a search."""
    if query.get("state") in LABELS:
        return query["state"]
    return "all" if query.get("q", "").split() else "waiting"


def matching_comments(query, request, state):
    """The comments in `state` that pass all other filters of `query`."""
    query = query.copy()
    query["state"] = state
    comments = CommentFilterSet(query, annotated_comments(), request=request).qs
    return comments.with_words(query.get("q", "").split()[:MAX_WORDS])


def annotated_comments():
    """All comments, with since when each waits and whether it is reported."""
    return Comment.objects.select_related("details").annotate(
        since=Coalesce("details__held_at", "submit_date", output_field=DateTimeField()),
        is_reported=is_reported(),
    )


def with_context(comments):
    """The list of the queryset `comments`, each with its `page`, what it `answers`, and
    its `open_decisions`."""
    comments = comments.with_pages()
    answered = {comment.answered_id for comment in comments} - {None}
    answered = Comment.objects.in_bulk(answered)
    for comment in comments:
        comment.answers = answered.get(comment.answered_id)
        comment.open_decisions = open_decisions(comment)
    return comments


class CommentColumn(BaseColumn):
    """Everything about a comment in one cell, so that it fits on a phone."""

    cell_template_name = "comments/cms/comment_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        token = get_token(request)
        return context | {
            "comment": instance,
            "csrf_token": token,
            "next": list_url(request),
        }


def list_url(request):
    """The URL of the list as it is shown, also while a script fetches a part of it."""
    return index_url(without_parameters(request.GET, "_w_filter_fragment"))


def tab_url(request, state):
    """The URL of the list in `state` with the same filters, from the first page on."""
    query = without_parameters(request.GET, "_w_filter_fragment", "p", "state")
    if state != selected_state(query):
        query["state"] = state
    return index_url(query)


def without_parameters(query, *names):
    query = query.copy()
    for name in names:
        query.pop(name, None)
    return query


def index_url(query):
    url = reverse("moderation:index")
    return f"{url}?{query.urlencode()}" if query else url


class CommentListView(IndexView):
    """Comments by state, with the buttons to decide about each and about several."""

    page_title = _("Comments")
    is_searchable = True
    filterset_class = CommentFilterSet
    columns = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="comment"),
        CommentColumn("comment", label=_("Comment")),
    ]
    spam_filter_url = None

    @cached_property
    def header_more_buttons(self):
        url = self.spam_filter_url
        return [Button(_("Spam filter"), url=url, icon_name="cog")] if url else []

    def get_queryset(self):
        return filtered_comments(self.request.GET, self.request)

    def paginate_queryset(self, queryset, page_size):
        paginator, page, comments, is_paginated = super().paginate_queryset(
            queryset, page_size
        )
        page.object_list = with_context(comments)
        return paginator, page, page.object_list, is_paginated

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, tabs=self.get_tabs())

    def get_tabs(self):
        query = self.request.GET
        numbers = matching_comments(query, self.request, "all").aggregate(
            **{
                name: Count("pk", filter=condition)
                for name, condition in conditions().items()
            }
        )
        return [
            {
                "label": label,
                "number": numbers[name],
                "address": tab_url(self.request, name),
                "is_current": name == selected_state(query),
            }
            for name, label in LABELS.items()
        ]

"""What people suggest for a meeting: the list, and supporting it."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from base.pages import paginate, published
from comments.refusals import CommentRefused
from comments.views.refused import refused

from .models import Topic
from .support import add_support, withdraw_support

TOPICS_PER_PAGE = 20
ORDERS = {"support": ["-support", "-pk"], "newest": ["-pk"]}


@require_safe
def index(request):
    """The topics in the state of `?state=`, the most supported or the newest first."""
    state = request.GET.get("state", Topic.State.SUGGESTED)
    order = request.GET.get("order", "support")
    if state not in Topic.State.values or order not in ORDERS:
        raise Http404
    public = Topic.objects.public()
    chosen = (
        public.filter(state=state)
        .with_support(request.user)
        .select_related("comment__details")
    )
    shown = paginate(chosen.order_by(*ORDERS[order]), request, TOPICS_PER_PAGE)
    add_pages(shown)
    return render(
        request,
        "topics/index.html",
        {
            "topics": shown,
            "states": states(public, state),
            "state": state,
            "order": order,
            "query": urlencode({"state": state, "order": order}) + "&",
        },
    )


def states(topics, current):
    """Each state with how many topics are in it."""
    numbers = dict(topics.values_list("state").annotate(Count("pk")).order_by())
    return [
        {"value": value, "label": label, "number": numbers.get(value, 0)}
        for value, label in Topic.State.choices
        if numbers.get(value) or value == current
    ]


def add_pages(topics):
    """Give each its `shown_meeting` and `shown_report`, if anybody may read them."""
    wanted = {pk for topic in topics for pk in (topic.meeting_id, topic.report_id)}
    pages = published(Page.objects.all()).in_bulk(wanted - {None})
    for topic in topics:
        topic.shown_meeting = pages.get(topic.meeting_id)
        topic.shown_report = pages.get(topic.report_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def support(request, pk):
    """Ask, then note that a member would like the topic, or no longer does."""
    topics = Topic.objects.public().with_support(request.user)
    topic = get_object_or_404(topics.select_related("comment"), pk=pk)
    if request.method == "POST":
        if not request.user.is_authenticated:
            login = reverse("account_login")
            return redirect(f"{login}?{urlencode({'next': request.path})}")
        return act(request, topic)
    return render(request, "topics/support.html", {"topic": topic})


def act(request, topic):
    if "withdraw" in request.POST:
        withdraw_support(topic, request.user)
        return redirect("topics:support", topic.pk)
    try:
        add_support(topic, request.user, "wants_mail" in request.POST)
    except CommentRefused as refusal:
        page_id = topic.comment.page_id
        return refused(request, refusal, status=refusal.status, page_id=page_id)
    return redirect("topics:support", topic.pk)

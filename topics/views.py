"""What people suggest for a meeting: the list, and supporting it."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from base.csrf import csrf_exempt_for_guests
from base.pages import paginate, published
from comments.refusals import CommentRefused
from comments.views.commenting import refused

from .models import Topic

TOPICS_PER_PAGE = 20
ORDERS = {"support": ["-support", "-pk"], "newest": ["-pk"]}


@require_safe
def index(request):
    """The topics in the state of `?state=`, the most supported or the newest first."""
    state = one_of(Topic.State.values, request.GET.get("state"))
    order = one_of(ORDERS, request.GET.get("order"))
    public = Topic.objects.public()
    topics = (
        public.filter(state=state)
        .with_support(request.user)
        .select_related("comment__details")
    )
    page = paginate(topics.order_by(*ORDERS[order]), request, TOPICS_PER_PAGE)
    add_pages(page)
    return render(
        request,
        "topics/index.html",
        {
            "topics": page,
            "states": count_states(public, state),
            "state": state,
            "order": order,
            "query": urlencode({"state": state, "order": order}) + "&",
        },
    )


def one_of(choices, wanted):
    """What is `wanted`, if it is one of `choices`; otherwise the first of them."""
    return wanted if wanted in choices else next(iter(choices))


def count_states(topics, current):
    """Each state that topics are in, and the current one, with the number of topics."""
    numbers = dict(topics.values_list("state").annotate(Count("pk")).order_by())
    return [
        {"value": value, "label": label, "number": numbers.get(value, 0)}
        for value, label in Topic.State.choices
        if numbers.get(value) or value == current
    ]


def add_pages(topics):
    """Set the `shown_meeting` and `shown_report` of each: None unless anybody may read it."""
    wanted = {pk for topic in topics for pk in (topic.meeting_id, topic.report_id)}
    pages = published(Page.objects.all()).in_bulk(wanted - {None})
    for topic in topics:
        topic.shown_meeting = pages.get(topic.meeting_id)
        topic.shown_report = pages.get(topic.report_id)


@csrf_exempt_for_guests(origin_needed=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def support(request, pk):
    """Ask a member, then add or withdraw their support."""
    topics = Topic.objects.public().with_support(request.user)
    topic = get_object_or_404(topics.select_related("comment"), pk=pk)
    if request.method == "POST":
        if not request.user.is_authenticated:
            login = reverse("account_login")
            return redirect(f"{login}?{urlencode({'next': request.path})}")
        return change_support(request, topic)
    context = {"topic": topic, "is_own": topic.comment.is_by(request.user)}
    return render(request, "topics/support.html", context)


def change_support(request, topic):
    if "withdraw" in request.POST:
        topic.supports.filter(user=request.user).delete()
        return redirect("topics:support", topic.pk)
    try:
        topic.add_support(request.user, "wants_mail" in request.POST)
    except CommentRefused as refusal:
        page_id = topic.comment.page_id
        return refused(request, refusal, status=refusal.status, page_id=page_id)
    return redirect("topics:support", topic.pk)

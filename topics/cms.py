"""Topics in the CMS: what people suggest, and what editors make of it."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import EditView, IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput

from blog.models import BlogIndexPage

from . import planning
from .models import Topic


def public_topics():
    """Topics that a moderator has published for readers, the most supported first."""
    return Topic.objects.public().most_supported().select_related("comment", "meeting")


class TopicFilterSet(WagtailFilterSet):
    """Without any filter, what is only suggested so far."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=Topic.State.choices[1:],
        empty_label=Topic.State.SUGGESTED.label,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Topic
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return queryset
        return queryset.filter(state=Topic.State.SUGGESTED)


class TopicColumn(BaseColumn):
    """All about a topic in one cell, so that it fits on a phone."""

    cell_template_name = "topics/cms/topic_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return context | {"topic": instance, "csrf_token": get_token(request)}


class TopicListView(IndexView):
    page_title = _("Topics")
    columns = [TopicColumn("topic", label=_("Topic"))]

    def get_base_queryset(self):
        return public_topics()


class TopicsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, topic):
        return topic.title


class PlanForm(forms.Form):
    topics = TopicsField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one topic.")},
    )
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("A new one, with the title and times below"),
    )
    title = forms.CharField(label=_("Title"), max_length=255, required=False)
    starts = forms.DateTimeField(
        label=_("Begins"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Day and time in Seoul. You can change it later."),
    )
    ends = forms.DateTimeField(
        label=_("Ends"), required=False, widget=AdminDateTimeInput
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        suggested = public_topics().filter(state=Topic.State.SUGGESTED)
        self.fields["topics"].queryset = suggested
        self.fields["meeting"].queryset = planning.open_meetings(user)

    def clean(self):
        fields = super().clean()
        if not fields.get("meeting"):
            for name in ("title", "starts", "ends"):
                if not fields.get(name) and name not in self.errors:
                    self.add_error(name, _("A new meeting needs this."))
        starts, ends = fields.get("starts"), fields.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("A meeting ends after it begins."))
        return fields


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=_("A word of thanks"),
        max_length=Topic._meta.get_field("answer").max_length,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Why the group does not take it up now. Everybody can read it, and who "
            "suggested it gets it by mail."
        ),
        error_messages={"required": _("Please say why: somebody thought about it.")},
    )


class TopicMixin(PermissionCheckedMixin):
    model = Topic
    permission_required = "change"

    @cached_property
    def topic(self):
        return get_object_or_404(public_topics(), pk=self.kwargs["pk"])


class TopicFormView(TopicMixin, WagtailAdminTemplateMixin, FormView):
    header_icon = "tag"
    template_name = "topics/cms/form.html"
    submit_label: Any = ""

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("cms_topics:index"), "label": _("Topics")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, topic=self.topic)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PlanView(TopicFormView):
    """Choose a meeting for a topic, and others to go with it."""

    page_title = _("Plan this")
    submit_label = _("Plan it")
    form_class = PlanForm

    def get_initial(self):
        starts, ends = planning.next_evening()
        return {
            "topics": [self.topic.pk],
            "title": _("Meeting in %(month)s") % {"month": date_format(starts, "F")},
            "starts": starts,
            "ends": ends,
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        fields, user = form.cleaned_data, self.request.user
        topics, meeting = list(fields.pop("topics")), fields.pop("meeting")
        if meeting:
            planning.plan(topics, user, meeting)
        else:
            meeting = planning.new_meeting(
                self.get_blog(), user, topics=topics, **fields
            )
        planned = ngettext(
            "%d topic is planned.", "%d topics are planned.", len(topics)
        )
        todo = (
            _("The meeting is published: those who asked are told.")
            if meeting.live
            else _("When you publish the meeting, those who asked hear of it.")
        )
        messages.success(self.request, f"{planned % len(topics)} {todo}")
        return redirect("wagtailadmin_pages:edit", meeting.pk)

    def get_blog(self):
        blog = BlogIndexPage.objects.first()
        user = self.request.user
        if not (blog and blog.permissions_for_user(user).can_add_subpage()):
            raise PermissionDenied
        return blog


class DeclineView(TopicFormView):
    """Say, with a word of thanks, that the group does not take a topic up."""

    page_title = _("Decline with thanks")
    submit_label = _("Decline")
    form_class = DeclineForm

    def form_valid(self, form):
        planning.decline(self.topic, form.cleaned_data["answer"], self.request.user)
        messages.success(self.request, _("The topic is declined. Its people are told."))
        return redirect("cms_topics:index")


class ChangeStateView(TopicMixin, View):
    """Note that a topic was talked about, or suggest it once more."""

    changes = {"discussed": planning.mark_discussed, "reopen": planning.reopen}

    def get(self, request, pk):
        return redirect("cms_topics:index")

    def post(self, request, pk):
        change = self.changes.get(request.POST.get("change"))
        if change:
            change(self.topic, request.user)
            messages.success(request, _("The topic is changed."))
        return redirect("cms_topics:index")


class TopicEditView(EditView):
    """The title and the report of a topic that readers can see, too."""

    def get_object(self, queryset=None):
        return get_object_or_404(public_topics(), pk=self.kwargs["pk"])


class TopicViewSet(ModelViewSet):
    """What to talk about: suggested by people, planned by editors."""

    model = Topic
    name = "cms_topics"
    url_prefix = "topics"
    icon = "tag"
    menu_label = _("Topics")
    add_to_admin_menu = True
    menu_order = 170  # below Comments
    index_view_class = TopicListView
    edit_view_class = TopicEditView
    filterset_class = TopicFilterSet
    panels = ["short_title", "report"]
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False

    def get_common_view_kwargs(self, **kwargs):
        without = ("add", "delete", "inspect", "history", "usage")
        names = {f"{name}_url_name": None for name in without}
        return super().get_common_view_kwargs(**(kwargs | names))

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<id:pk>/edit/", self.edit_view, name="edit"),
            path("<id:pk>/plan/", PlanView.as_view(), name="plan"),
            path("<id:pk>/decline/", DeclineView.as_view(), name="decline"),
            path("<id:pk>/change/", ChangeStateView.as_view(), name="change"),
        ]

"""A comment in the CMS with its context, and decisions about it, which are POSTs."""

from uuid import UUID

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from comments.models import BlockedAddress, Comment, CommentDetails, CommentSettings
from comments.moderation import audit_log, decisions, spam
from comments.moderation.decisions import Decision
from comments.refusals import CommentRefused

from .listing import annotated_comments, with_context

DONE = {
    Decision.APPROVE: ("%d comment is published.", "%d comments are published."),
    Decision.HOLD: ("%d comment waits now.", "%d comments wait now."),
    Decision.REMOVE: ("%d comment is removed.", "%d comments are removed."),
    Decision.SPAM: ("%d comment is marked as spam.", "%d comments are marked as spam."),
}
ANSWERED = (
    "%d comment stays as it was: its reports are answered.",
    "%d comments stay as they were: their reports are answered.",
)


def success_message(request, decision, number, uuid):
    """The message after a decision, with a button that undoes it."""
    answered = decisions.count_answered(uuid)
    numbers = [(DONE[decision], number - answered), (ANSWERED, answered)]
    sentences = [ngettext(*texts, count) % count for texts, count in numbers if count]
    return message_with_undo(request, " ".join(sentences), uuid, next_url(request))


def message_with_undo(request, sentence, uuid, next_url):
    context = {"sentence": sentence, "uuid": uuid, "next": next_url}
    return render_to_string("comments/cms/done.html", context, request)


def next_url(request):
    return get_valid_next_url_from_request(request) or reverse("moderation:index")


class ModeratorMixin(PermissionCheckedMixin):
    model = Comment
    permission_required = "change"


class CommentMixin(ModeratorMixin):
    @cached_property
    def comment(self):
        found = with_context(annotated_comments().filter(pk=self.kwargs["pk"]))
        if not found:
            raise Http404
        return found[0]


class RedactForm(forms.Form):
    passage = forms.CharField(
        label=gettext_lazy("Passage to take out"),
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Select it in the text above, or copy it from there. Readers see that a "
            "moderator removed something; what it was is kept for moderators."
        ),
        error_messages={"required": gettext_lazy("Please say which passage.")},
    )


class CommentView(CommentMixin, WagtailAdminTemplateMixin, FormView):
    """One comment, what it answers, what answers it, its reports and its history."""

    page_title = gettext_lazy("Comment")
    header_icon = "comment"
    template_name = "comments/cms/comment.html"
    form_class = RedactForm

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation:index"), "label": _("Comments")},
            {"url": "", "label": _("Comment %d") % self.comment.pk},
        ]

    def get_context_data(self, **kwargs):
        comment = self.comment
        answers = (
            annotated_comments().filter(parent_id=comment.pk).exclude(pk=comment.pk)
        )
        return super().get_context_data(
            **kwargs,
            comment=comment,
            answers=with_context(answers.order_by("pk")),
            reports=comment.reports.all(),
            edits=comment.edits.all(),
            history=audit_log.history_of(comment),
            number_published=self.number_published(),
            is_blocked=BlockedAddress.objects.has(comment.user_email),
        )

    def number_published(self):
        """How many other comments of the same writer are published.

        None where there is no address, as of somebody erased, by which to know them.
        """
        if not self.comment.user_email:
            return None
        published = Comment.objects.in_state(Comment.State.PUBLISHED)
        others = published.by_email(self.comment.user_email)
        return others.exclude(pk=self.comment.pk).count()

    def form_valid(self, form):
        passage = form.cleaned_data["passage"]
        try:
            uuid = decisions.redact(self.comment, passage, self.request.user)
        except CommentRefused as refusal:
            form.add_error("passage", str(refusal))
            return self.form_invalid(form)
        here = reverse("moderation:inspect", args=[self.comment.pk])
        sentence = _("The passage is taken out.")
        done = message_with_undo(self.request, sentence, uuid, here)
        messages.success(self.request, done)
        return redirect(here)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DecideView(CommentMixin, View):
    """Carry out a decision about one comment."""

    def get(self, request, pk):
        return redirect("moderation:inspect", pk)

    def post(self, request, pk):
        decision = request.POST.get("decision")
        if decision not in Decision.values:
            messages.error(request, _("Please choose what to do with the comment."))
            return redirect(next_url(request))
        decision = Decision(decision)
        number, uuid = decisions.decide([self.comment], decision, request.user)
        if number:
            done = success_message(request, decision, number, uuid)
            messages.success(request, done)
        else:
            messages.warning(request, _("The comment is so already, or is deleted."))
        return redirect(next_url(request))


class UndoView(ModeratorMixin, View):
    """Take a decision back."""

    def get(self, request):
        return redirect("moderation:index")

    def post(self, request):
        try:
            number = decisions.undo(UUID(request.POST.get("uuid", "")), request.user)
        except ValueError:
            number = 0
        if number:
            sentence = ngettext(
                "%d comment is as it was.", "%d comments are as they were.", number
            )
            messages.success(request, sentence % number)
        else:
            sentence = _("There is nothing to undo: it was undone or changed since.")
            messages.warning(request, sentence)
        return redirect(next_url(request))


class SpamFilterView(ModeratorMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the spam filter has learned, and the button that makes it forget."""

    page_title = gettext_lazy("Spam filter")
    header_icon = "cog"
    template_name = "comments/cms/spam_filter.html"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation:index"), "label": _("Comments")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        spam_number, ham_number = spam.learned()
        return super().get_context_data(
            **kwargs,
            spam_number=spam_number,
            honest_number=ham_number,
            enough=spam.ENOUGH,
        )

    def post(self, request):
        spam.SpamToken.objects.all().delete()
        CommentDetails.objects.exclude(learned_as="").update(learned_as="")
        settings = CommentSettings.for_request(request)
        log(settings, "comments.reset_spam_filter", user=request.user)
        messages.success(request, _("The spam filter has forgotten everything."))
        return redirect("moderation:spam_filter")

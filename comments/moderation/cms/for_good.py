"""What is not undone: deleting a comment for good, and blocking who wrote it."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments import writing
from comments.models import BlockedAddress
from comments.moderation import audit_log

from .views import CommentMixin, next_url


class QuestionView(CommentMixin, WagtailAdminTemplateMixin, TemplateView):
    """Ask; a POST does it."""

    header_icon = "comment"
    template_name = "comments/cms/question.html"

    def get_breadcrumbs_items(self):
        inspect = reverse("moderation:inspect", args=[self.comment.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation:index"), "label": _("Comments")},
            {"url": inspect, "label": _("Comment %d") % self.comment.pk},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, comment=self.comment, view=self)

    def post(self, request, pk):
        messages.success(request, self.carry_out(request.user))
        return redirect(next_url(request))


class DeleteForGoodView(QuestionView):
    page_title = gettext_lazy("Delete for good")
    explanation = gettext_lazy(
        "Nothing is left of what it says and of who wrote it, for moderators neither. "
        "Replies to it stay. This cannot be undone."
    )

    def carry_out(self, user):
        writing.delete_for_good(self.comment, user)
        return _("The comment is deleted for good.")


class BlockView(QuestionView):
    """Take no more comments from an address, or take them again."""

    @cached_property
    def is_blocked(self):
        return BlockedAddress.objects.has(self.comment.user_email)

    @property
    def page_title(self):
        return _("Unblock the writer") if self.is_blocked else _("Block the writer")

    @property
    def explanation(self):
        if self.is_blocked:
            return _("Comments from this address are taken again.")
        return _(
            "From now on no comment is taken from the address that confirmed this one. "
            "What was written before stays: decide about that comment by comment."
        )

    def carry_out(self, user):
        email = self.comment.user_email
        if self.is_blocked:
            BlockedAddress.objects.unblock(email)
            audit_log.note(self.comment, audit_log.UNBLOCKED, user)
            return _("The writer is no longer blocked.")
        BlockedAddress.objects.block(email)
        audit_log.note(self.comment, audit_log.BLOCKED, user)
        return _("The writer is blocked.")

    def dispatch(self, request, *args, **kwargs):
        if not self.comment.user_email:  # as of somebody erased
            raise Http404
        return super().dispatch(request, *args, **kwargs)

from wagtail.admin.panels import Panel


class RSVPPanel(Panel):
    """The names of those who come to a meeting, for users who may publish it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/rsvp/panel.html"

        def is_shown(self):
            if not self.instance.pk:
                return False
            return self.instance.permissions_for_user(self.request.user).can_publish()

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            rsvps = self.instance.rsvps.confirmed().select_related("user")
            context["rsvps"] = rsvps.order_by("confirmed_at", "pk")
            return context

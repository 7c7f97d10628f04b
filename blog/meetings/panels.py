from wagtail.admin.panels import Panel


class ComingPanel(Panel):
    """Who says that they come to a meeting: shown to those who may publish it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/cms/coming.html"

        def is_shown(self):
            if not self.instance.pk:
                return False
            return self.instance.permissions_for_user(self.request.user).can_publish()

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            coming = self.instance.attendances.coming().select_related("user")
            context["coming"] = coming.order_by("confirmed_at", "pk")
            return context

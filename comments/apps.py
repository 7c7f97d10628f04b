from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import pre_save


class CommentsConfig(AppConfig):
    """Must come after `django_comments_xtd`, whose `ready()` is partly undone here."""

    name = "comments"

    def ready(self):
        from . import checks, mails, personal_data  # noqa: F401 - which register themselves

        self.leave_other_comments_alone()

    def leave_other_comments_alone(self):
        # Saving any comment would publish whatever is hidden below it.
        from django_comments_xtd.models import (
            XtdComment,
            publish_or_unpublish_on_pre_save,
        )

        if not pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=XtdComment):
            raise ImproperlyConfigured(
                "The receiver that publishes hidden replies was not found. In "
                "INSTALLED_APPS, comments must come after django_comments_xtd; if it "
                "does, the package has changed: see how it saves a comment now."
            )

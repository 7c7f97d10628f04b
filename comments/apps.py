from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import pre_save


class CommentsConfig(AppConfig):
    """Must come after `django_comments_xtd`, whose `ready()` is partly undone here."""

    name = "comments"

    def ready(self):
        from . import checks, mails, personal_data  # noqa: F401 - which register themselves

        self.leave_other_comments_alone()
        self.connect_moderation()

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

    def connect_moderation(self):
        from django_comments.signals import comment_will_be_posted
        from django_comments_xtd.models import XtdComment
        from django_comments_xtd.moderation import moderator

        from .models import CommentablePageMixin
        from .moderation import Moderator

        # By itself it listens only to comments that wait for a link of its own.
        comment_will_be_posted.connect(
            moderator.pre_save_moderation,
            sender=XtdComment,
            dispatch_uid="comments.moderation",
        )
        for model in apps.get_models():
            if issubclass(model, CommentablePageMixin):
                moderator.register(model, Moderator)

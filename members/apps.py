from django.apps import AppConfig
from django.db.models.signals import post_save
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    name = "members"
    # Otherwise Django could not choose between the classes in this module.
    default = True

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from .accounts.email_addresses import sync_email_address
        from .accounts.sign_in import record_new_second_factor
        from .models import User

        post_save.connect(sync_email_address, sender=User)
        authenticator_added.connect(record_new_second_factor)


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management with the forms and columns of our user model."""

    user_viewset = "members.cms.views.UserViewSet"

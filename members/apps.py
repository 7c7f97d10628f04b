from django.apps import AppConfig
from django.db.models.signals import post_save
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    name = "members"
    # Django would not choose between this class and those below.
    default = True

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from members.accounts.email_addresses import prove_address_of_saved_user
        from members.accounts.sign_in import trust_who_added_a_factor

        from .models import User

        post_save.connect(prove_address_of_saved_user, sender=User)
        authenticator_added.connect(trust_who_added_a_factor)


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own user management, with our forms."""

    user_viewset = "members.cms.views.UserViewSet"

from django.apps import AppConfig
from django.db.models.signals import post_save
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    name = "members"
    # Django would not choose between this class and those below.
    default = True

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from .addresses import prove_address_of_saved_user
        from .models import User
        from .signing_in import trust_who_added_a_factor

        post_save.connect(prove_address_of_saved_user, sender=User)
        authenticator_added.connect(trust_who_added_a_factor)


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own user management, with our forms."""

    user_viewset = "members.views.UserViewSet"

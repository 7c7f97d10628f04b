from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    name = "members"
    # Django would not choose between this class and those below.
    default = True


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own user management, with our forms."""

    user_viewset = "members.views.UserViewSet"

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    name = "members"
    # Otherwise Django could not choose between the classes in this module.
    default = True

    def ready(self) -> None:
        from .accounts import sign_in  # noqa: F401 - which connects its receivers
        from .my_data import personal_data  # noqa: F401 - the same


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management with the forms and columns of our user model."""

    user_viewset = "members.cms.UserViewSet"

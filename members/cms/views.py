from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.views import users

from .forms import UserCreationForm, UserEditForm


class UserIndexView(users.IndexView):
    search_fields = ["email", "display_name"]

    @cached_property
    def columns(self) -> list[Column]:
        columns = {column.name: column for column in super().columns}
        columns["name"].sort_key = "display_name"
        columns["email"].label = _("E-mail address")
        return list(columns.values())


class UserViewSet(users.UserViewSet):
    """Users in the CMS, with a display name instead of a first and a last name."""

    index_view_class = UserIndexView
    menu_label = _("Users")

    def get_form_class(
        self, for_update: bool = False
    ) -> type[UserCreationForm | UserEditForm]:
        return UserEditForm if for_update else UserCreationForm

"""Users in the CMS, with a display name instead of a first and a last name."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users import forms
from wagtail.users.views import users


class DisplayNameFormMixin:
    first_name = None
    last_name = None

    error_messages = {
        **forms.UserForm.error_messages,
        "duplicate_username": _("Somebody with this address exists already."),
    }

    cleaned_data: dict[str, str]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class UserCreationForm(DisplayNameFormMixin, forms.UserCreationForm):
    class Meta(forms.UserCreationForm.Meta):
        fields = ["email", "display_name", "is_superuser", "groups"]


class UserEditForm(DisplayNameFormMixin, forms.UserEditForm):
    class Meta(forms.UserEditForm.Meta):
        fields = ["email", "display_name", "is_active", "is_superuser", "groups"]


class UserIndexView(users.IndexView):
    search_fields = ["email", "display_name"]

    @cached_property
    def columns(self) -> list[Column]:
        columns = {column.name: column for column in super().columns}
        columns["name"].sort_key = "display_name"
        columns["email"].label = _("E-mail address")
        return list(columns.values())


class UserViewSet(users.UserViewSet):
    index_view_class = UserIndexView

    def get_form_class(
        self, for_update: bool = False
    ) -> type[UserCreationForm | UserEditForm]:
        return UserEditForm if for_update else UserCreationForm

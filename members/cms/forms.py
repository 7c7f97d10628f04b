from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms as wagtail_forms

from members.models import User


class DisplayNameFormMixin:
    """Adapts Wagtail's user forms to users without a first and a last name."""

    first_name = None
    last_name = None

    error_messages = {
        **wagtail_forms.UserForm.error_messages,
        "duplicate_username": _("Somebody with this address exists already."),
    }

    cleaned_data: dict[str, str]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class UserCreationForm(DisplayNameFormMixin, wagtail_forms.UserCreationForm):
    class Meta(wagtail_forms.UserCreationForm.Meta):
        fields = ["email", "display_name", "is_superuser", "groups"]


class UserEditForm(DisplayNameFormMixin, wagtail_forms.UserEditForm):
    class Meta(wagtail_forms.UserEditForm.Meta):
        fields = ["email", "display_name", "is_active", "is_superuser", "groups"]


class AccountForm(forms.ModelForm):
    """What users change about themselves in the CMS; the rest is under /account/."""

    class Meta:
        model = User
        fields = ["display_name"]

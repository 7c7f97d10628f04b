from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms import VisitorFormMixin

from .models import MemberToken

MAX_TOKENS = 20  # for each member


class TokenForm(VisitorFormMixin, forms.ModelForm):
    """Names a new token. `instance` must be a MemberToken with its user set."""

    class Meta:
        model = MemberToken
        fields = ["name"]
        error_messages = {
            "name": {
                "required": _(
                    "Please give it a name, to know it by when you want it gone."
                )
            }
        }

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.instance.user.tokens.filter(name=name).exists():
            raise forms.ValidationError(
                _("You have a token of this name. Please choose another.")
            )
        return name

    def clean(self) -> dict[str, Any] | None:
        if self.instance.user.tokens.count() >= MAX_TOKENS:
            raise forms.ValidationError(
                _("You have %(most)s tokens. Please revoke one that you do not need."),
                params={"most": MAX_TOKENS},
            )
        return super().clean()

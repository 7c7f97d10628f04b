from django import forms
from django.utils.translation import gettext_lazy as _

from .models import MemberToken

MOST_TOKENS = 20


class TokenForm(forms.ModelForm):
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

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.instance.user.tokens.filter(name=name).exists():
            raise forms.ValidationError(
                _("You have a token of this name. Please choose another.")
            )
        return name

    def clean(self):
        if self.instance.user.tokens.count() >= MOST_TOKENS:
            raise forms.ValidationError(
                _("You have %(most)s tokens. Please revoke one that you do not need."),
                params={"most": MOST_TOKENS},
            )
        return super().clean()

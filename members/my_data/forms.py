from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    KEEP, REMOVE = "keep", "remove"

    contributions = forms.ChoiceField(
        label=_("What you wrote, such as comments"),
        choices=[
            (KEEP, _("stays, as written by “a former member”")),
            (REMOVE, _("goes too")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )

    @property
    def keep_contributions(self) -> bool:
        return self.cleaned_data["contributions"] == self.KEEP

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms import VisitorFormMixin
from base.mail import validate_mailbox
from base.mail.queue import too_many_mails


class GuestForm(VisitorFormMixin, forms.Form):
    """The RSVP of somebody who is not signed in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=50,
        help_text=_("Any name you like. Only those who prepare the meeting see it."),
        error_messages={
            "required": _("Please choose a name. Any will do."),
            "max_length": _("Please choose a shorter name, of at most 50 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        validators=[validate_mailbox],
        help_text=_(
            "Shown to nobody. We send you a link to confirm, a reminder the day before, "
            "and a word should the meeting be cancelled."
        ),
        error_messages={
            "required": _("Please give an address: we send the link to confirm to it."),
            "invalid": _("This is not a whole e-mail address, like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    remember = forms.BooleanField(
        required=False,
        label=_("Remember me on this browser"),
        help_text=_(
            "Makes you a member, by your address alone: next time one press of the "
            "button is enough, and you see places that only members may know."
        ),
    )

    def clean(self):
        super().clean()
        # Last, so that no mail is counted for a form that is not sent yet.
        if not self.errors and (reason := too_many_mails(self.cleaned_data["email"])):
            raise forms.ValidationError(reason)

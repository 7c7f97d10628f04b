"""allauth's forms, and ours beside them, in the words of the site."""

import struct
from contextlib import contextmanager

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second_factor_forms
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import User


class OurWords:
    """Labels above the fields in our words, nothing inside them."""

    labels = {
        "code": _("Code"),
        "email": _("E-mail address"),
        "login": _("E-mail address"),
        "name": _("Name of this key"),
        "oldpassword": _("Your password now"),
        "password": _("Password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    help_texts = {}
    inputmode = "text"  # which keyboard a telephone shows for the code

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name not in ("password1", "password2"):
                field.help_text = self.help_texts.get(name, "")
            field.error_messages["required"] = _("Please fill this in.")
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _(
                    "This does not look like an e-mail address. One looks like "
                    "name@example.org."
                )
            if name == "code":
                # Codes are not words, whatever a telephone thinks.
                field.widget.attrs |= {
                    "autocapitalize": "off",
                    "inputmode": self.inputmode,
                    "spellcheck": "false",
                }


class SignInForm(OurWords, account_forms.LoginForm):
    """Without a password it asks for a code, which allauth leaves to a second form."""

    help_texts = {
        "password": _("Only if you have one. Leave it empty, and we send you a code.")
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def login(self, request, redirect_url=None):
        if self.user is None:
            get_adapter().write_to_nobody()
        return super().login(request, redirect_url)


class ConfirmCodeForm(OurWords, account_forms.ConfirmLoginCodeForm):
    pass


class ConfirmAddressForm(OurWords, account_forms.ConfirmEmailVerificationCodeForm):
    pass


class ChangeAddressForm(OurWords, account_forms.AddEmailForm):
    labels = {"email": _("New e-mail address")}


class ForgottenPasswordForm(OurWords, account_forms.ResetPasswordForm):
    def save(self, request, **kwargs):
        if not self.users:
            get_adapter().write_to_nobody()
        return super().save(request, **kwargs)


class NewPasswordForm(OurWords, account_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(OurWords, account_forms.SetPasswordForm):
    pass


class ChangePasswordForm(OurWords, account_forms.ChangePasswordForm):
    pass


class PasswordAgainForm(OurWords, account_forms.ReauthenticateForm):
    pass


class SecondFactorForm(OurWords, second_factor_forms.AuthenticateForm):
    inputmode = "numeric"
    help_texts = {"code": _("From your app, or one of your recovery codes.")}


class SecondFactorAgainForm(OurWords, second_factor_forms.ReauthenticateForm):
    inputmode = "numeric"
    help_texts = SecondFactorForm.help_texts


class ActivateAppForm(OurWords, app_forms.ActivateTOTPForm):
    inputmode = "numeric"
    labels = {"code": _("The code that the app shows now")}


@contextmanager
def refusing_nonsense():
    """Answers that no key gives end in words; fido2 stumbles over some of them."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, struct.error) as error:
        raise forms.ValidationError(
            _("The answer of the key could not be read. Please try again.")
        ) from error


class AddKeyForm(OurWords, key_forms.AddWebAuthnForm):
    help_texts = {"name": _("So that you can tell it from another one.")}

    def clean(self):
        with refusing_nonsense():
            return super().clean()


class UseKeyForm(OurWords, key_forms.AuthenticateWebAuthnForm):
    def clean_credential(self):
        with refusing_nonsense():
            return super().clean_credential()


class UseKeyAgainForm(OurWords, key_forms.ReauthenticateWebAuthnForm):
    def clean_credential(self):
        with refusing_nonsense():
            return super().clean_credential()


class RenameKeyForm(OurWords, key_forms.EditWebAuthnForm):
    pass


class NameForm(OurWords, forms.ModelForm):
    """What people change about themselves without proving anything."""

    help_texts = {"display_name": _("Shown with what you write. Any name will do.")}

    display_name = forms.CharField(
        label=_("Name"),
        max_length=User._meta.get_field("display_name").max_length,
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )

    class Meta:
        model = User
        fields = ["display_name"]

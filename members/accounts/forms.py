"""allauth's forms with the wording of this site, and the form for one's name."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from base.forms import VisitorFormMixin
from base.rate_limits import HOUR, RateLimit, client_key
from members.models import User

from .login_codes import use_code

RESETS_TO_ADDRESS = RateLimit("password-resets-to-address", 5, HOUR)


class SiteFormMixin(VisitorFormMixin):
    """Sets the labels, help texts and errors of this site, and removes placeholders."""

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
    help_texts: dict[str, Any] = {}
    inputmode = "text"  # the keyboard that a phone shows for the field "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
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
                # Phones would capitalise and correct it.
                field.widget.attrs |= {
                    "autocapitalize": "off",
                    "inputmode": self.inputmode,
                    "spellcheck": "false",
                }


class SignInForm(SiteFormMixin, account_forms.LoginForm):
    """Sends a code if the password is empty; allauth has a second form for that."""

    help_texts = {
        "password": _("Only if you have one. Leave it empty, and we send you a code.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def login(
        self, request: HttpRequest, redirect_url: str | None = None
    ) -> HttpResponse:
        if self.user is None:
            get_adapter().equalise_timing(self.cleaned_data["login"])
        by_code = not self.cleaned_data.get("password")
        response = super().login(request, redirect_url)
        if by_code:  # until it is typed, the session holds the address
            request.session.set_expiry(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
        return response

    def _clean_without_password(self, email: str, phone: None) -> dict[str, Any]:
        """Count by address and client: who asks for another one's codes locks out nobody."""
        asked = f"{email.lower()}:{client_key(self.request).wide}"
        if not ratelimit.consume(self.request, action="ask_for_code", key=asked):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super()._clean_without_password(email, phone)


class ConfirmCodeForm(SiteFormMixin, account_forms.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        return code if use_code(self.email, code) else super().clean_code()


class ConfirmAddressForm(SiteFormMixin, account_forms.ConfirmEmailVerificationCodeForm):
    pass


class ChangeAddressForm(SiteFormMixin, account_forms.AddEmailForm):
    labels = {"email": _("New e-mail address")}


class ResetPasswordForm(SiteFormMixin, account_forms.ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if RESETS_TO_ADDRESS.hit_limit(self.cleaned_data["email"].lower()):
            self.users = []  # the links that were sent still work
        if not self.users:
            get_adapter().equalise_timing()
        return super().save(request, **kwargs)


class ResetPasswordFromKeyForm(SiteFormMixin, account_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(SiteFormMixin, account_forms.SetPasswordForm):
    pass


class ChangePasswordForm(SiteFormMixin, account_forms.ChangePasswordForm):
    pass


class ReauthenticateForm(SiteFormMixin, account_forms.ReauthenticateForm):
    pass


class SecondFactorForm(SiteFormMixin, mfa_forms.AuthenticateForm):
    inputmode = "numeric"
    help_texts = {"code": _("From your app, or one of your recovery codes.")}


class SecondFactorReauthenticateForm(SiteFormMixin, mfa_forms.ReauthenticateForm):
    inputmode = "numeric"
    help_texts = SecondFactorForm.help_texts


class ActivateAppForm(SiteFormMixin, totp_forms.ActivateTOTPForm):
    inputmode = "numeric"
    labels = {"code": _("The code that the app shows now")}


@contextmanager
def reject_malformed_credential() -> Iterator[None]:
    """Raise ValidationError for credentials that no key sends and on which fido2 fails."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, struct.error) as error:
        raise forms.ValidationError(
            _("The answer of the key could not be read. Please try again.")
        ) from error


class AddKeyForm(SiteFormMixin, webauthn_forms.AddWebAuthnForm):
    help_texts = {"name": _("So that you can tell it from another one.")}

    def clean(self) -> dict[str, Any]:
        with reject_malformed_credential():
            return super().clean()


class UseKeyForm(SiteFormMixin, webauthn_forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with reject_malformed_credential():
            return super().clean_credential()


class KeyReauthenticateForm(UseKeyForm, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class RenameKeyForm(SiteFormMixin, webauthn_forms.EditWebAuthnForm):
    pass


class NameForm(SiteFormMixin, forms.ModelForm):
    """What members change about themselves without reauthentication."""

    help_texts = {"display_name": _("Shown with what you write. Any name will do.")}

    display_name = forms.CharField(
        label=_("Name"),
        max_length=50,  # as much as a comment keeps; older names may be longer
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )

    class Meta:
        model = User
        fields = ["display_name"]

"""allauth's adapters: its messages, redirects and mails as this site has them."""

from typing import Any
from urllib.parse import urlencode, urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from base.mail import validate_mailbox
from base.rate_limits import client_key
from members.models import User

from . import login_codes
from .sign_in import MemberRequest

LONGEST_URL = 1000  # characters
REAUTHENTICATION_DESCRIPTIONS = {
    "reauthenticate": _("With your password"),
    "mfa_reauthenticate": _("With a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With a security key"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _(
            "No account has this address and this password. If you leave the password "
            "empty, we send you a code instead."
        ),
        "email_taken": _("Another account has this address."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code. Look again, or ask for a new one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is too old, or was used already."),
        "rate_limited": _(
            "That was a little fast. Please wait a minute, then try again."
        ),
        "too_many_login_attempts": _(
            "There were too many tries. Please wait some minutes, then begin again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # people become members when they confirm a comment

    def clean_email(self, email: str) -> str:
        validate_mailbox(email)
        return super().clean_email(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        # For rate limits, which are generous; IP addresses are not stored.
        return client_key(request).wide

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count wrong passwords by account and client: others lock nobody out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{client_key(request).wide}"

    def is_safe_url(self, url: str) -> bool:
        if len(url) > LONGEST_URL:  # it goes into the mail with the code
            return False
        try:
            return super().is_safe_url(url)
        except ValueError:  # an address that is none, like http://[
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        # Not by the Host header, whose port anybody can choose.
        url = urlsplit(super().get_reset_password_from_key_url(key))
        return settings.SITE_URL + url.path

    def get_login_redirect_url(self, request: MemberRequest) -> str:
        in_cms = request.user.can_enter_cms
        return resolve_url("wagtailadmin_home" if in_cms else "account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reauthentication_methods(
        self, user: User | AnonymousUser
    ) -> list[dict[str, Any]]:
        """Leave out the password of users who have a second factor to give instead."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and user.has_second_factor:
            methods = [m for m in methods if m["id"] != "reauthenticate"]
        for method in methods:
            method["description"] = REAUTHENTICATION_DESCRIPTIONS[method["id"]]
        return methods

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/no_password", email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Send the mail without the IP address and user agent that allauth adds."""
        self.send_mail(template_prefix, email or user.email, context or {})

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        url = settings.SITE_URL + reverse("account_login")
        context = {**context, "sign_in_url": url}
        if template_prefix == "account/email/login_code":
            if self.withholds_code(email):
                return
            login_codes.record_code(email, context["code"])
            context["code_url"] = self.code_url(context["code"])
        super().send_mail(template_prefix, email, context)

    def withholds_code(self, email: str) -> bool:
        """Whether enough codes have been sent to `email`, which is said on the page."""
        if not login_codes.too_many_codes(email):
            return False
        messages.info(
            self.request,
            _(
                "We've sent several codes to this address already. Please use the latest: "
                "it works here, too."
            ),
        )
        return True

    def equalise_timing(self, email: str = "") -> None:
        """Render a mail for nobody, or timing would tell which addresses are known."""
        if email and self.withholds_code(email):
            return
        code = self.generate_login_code()
        context = {"code": code, "code_url": self.code_url(code)}
        self.render_mail("account/email/login_code", "", context)

    def code_url(self, code: str) -> str:
        """Return a link that fills in the code in the browser that asked for it."""
        query = {"code": code}
        next_url = self.request.POST.get(REDIRECT_FIELD_NAME, "")
        if next_url and self.is_safe_url(next_url):
            query[REDIRECT_FIELD_NAME] = next_url
        path = reverse("account_confirm_login_code")
        return f"{settings.SITE_URL}{path}?{urlencode(query)}"

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Return the mail with its text as HTML beside it."""
        mail = super().render_mail(template_prefix, email, context, headers)
        about = {
            "subject": mail.subject,
            "paragraphs": mail.body.split("\n\n"),
            "site_url": settings.SITE_URL,
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        html = render_to_string("account/email/base.html", {**context, **about})
        mail.attach_alternative(html, "text/html")
        return mail


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This is not the code, or not any more. The app shows a new one every half "
            "minute."
        ),
        "unverified_email": _("Please confirm your e-mail address first."),
    }

    def build_totp_svg(self, url: str) -> SafeString:
        """Return SVG to include in the page, as the policy forbids allauth's data: URL."""
        svg = qrcode.make(url, image_factory=SvgPathImage).to_string().decode()
        return mark_safe(svg)  # noqa: S308 - consists of paths only

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return gettext("My key")

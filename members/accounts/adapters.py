"""What allauth asks of the site."""

from urllib.parse import urlencode

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from base.client import client_key
from base.mail import validate_mailbox

WAYS_TO_SHOW_WHO_ONE_IS = {
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

    def is_open_for_signup(self, request):
        return False  # people become members when they confirm a comment

    def clean_email(self, email):
        validate_mailbox(email)
        return super().clean_email(email)

    def get_client_ip(self, request):
        return client_key(request)

    def get_login_redirect_url(self, request):
        in_cms = request.user.can_enter_cms
        return resolve_url("wagtailadmin_home" if in_cms else "account")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account")

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def get_reauthentication_methods(self, user):
        """As allauth's, but a password is no way round the second factor."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and user.has_second_factor:
            methods = [way for way in methods if way["id"] != "reauthenticate"]
        for way in methods:
            way["description"] = WAYS_TO_SHOW_WHO_ONE_IS[way["id"]]
        return methods

    def send_password_reset_mail(self, user, email, context):
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/no_password", email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """As allauth's, but without the address and the browser of whoever did it."""
        self.send_mail(template_prefix, email or user.email, context or {})

    def send_mail(self, template_prefix, email, context):
        url = settings.SITE_URL + reverse("account_login")
        context = {**context, "sign_in_url": url}
        if template_prefix == "account/email/login_code":
            context["code_url"] = self.code_url(context["code"])
        super().send_mail(template_prefix, email, context)

    def write_to_nobody(self):
        """Spend the time that a mail takes, or the clock would tell who has an account."""
        code = self.generate_login_code()
        context = {"code": code, "code_url": self.code_url(code)}
        self.render_mail("account/email/login_code", "", context)

    def code_url(self, code):
        """A link that types the code, in the browser that asked for it."""
        query = {"code": code}
        if wanted := self.request.POST.get(REDIRECT_FIELD_NAME):
            query[REDIRECT_FIELD_NAME] = wanted
        path = reverse("account_confirm_login_code")
        return f"{settings.SITE_URL}{path}?{urlencode(query)}"

    def render_mail(self, template_prefix, email, context, headers=None):
        """The text, and the same text as HTML."""
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

    def build_totp_svg(self, url):
        """As part of the page: our policy lets no picture be written into an address."""
        drawing = qrcode.make(url, image_factory=SvgPathImage).to_string().decode()
        return mark_safe(drawing)  # noqa: S308 - made of squares only

    def generate_authenticator_name(self, user, type):
        return gettext("My key")

"""Signing in, and what allauth must know of it: addresses and second factors."""

from collections.abc import Iterable
from typing import Any

from allauth.account import decorators
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.signals import authenticator_added
from django.contrib.auth import login
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from base.csrf import has_csrf_token
from members.models import User

# In a browser whose owner asked, with an address, to be remembered on it.
ASKED_COOKIE = "asked_here"
ASKED_LASTS = 7 * 24 * 3600  # seconds: as long as links to confirm something work

# Asks for the password or the second factor of users who have one, unless they gave it
# a short while ago. Users who have neither sign in by a code and are not asked.
reauthentication_required = decorators.reauthentication_required(app="allauth.account")


class MemberRequest(HttpRequest):
    """For annotations: the request of a view that only signed-in users reach."""

    user: User


def sign_in(request: HttpRequest, user: User) -> bool:
    """Sign in `user`, who followed a link from a mail; return whether they are signed in.

    Another site's form signs nobody in, as they would go on in a name that is not theirs.
    Users who can enter the CMS or have a second factor must use the sign-in page. Nobody
    else's session is replaced: its owner would go on writing in the name of `user`.
    """
    if not user.is_active or user.can_enter_cms or user.has_second_factor:
        return False
    if request.user.is_authenticated:
        return request.user.pk == user.pk
    if not has_csrf_token(request):
        return False
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="link", email=user.email)
    return True


def note_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Note that in this browser `email` was given, to be remembered on it.

    Mail programs open links in browsers of their own, which should remember nobody. The
    cookie tells no address: it is only good for checking one.
    """
    response.set_signed_cookie(
        ASKED_COOKIE,
        "yes",
        salt=asked_salt(email),
        max_age=ASKED_LASTS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def is_noted_browser(request: HttpRequest, email: str) -> bool:
    """Whether this is the browser in which `email` was given, to be remembered on it."""
    salt = asked_salt(email)
    asked = request.get_signed_cookie(ASKED_COOKIE, "", salt=salt, max_age=ASKED_LASTS)
    return bool(asked)


def asked_salt(email: str) -> str:
    return f"members.asked_here:{email.lower()}"


@receiver(authenticator_added)
def record_new_second_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Count a second factor that was just added as one that was just used."""
    record_authentication(request, user, method="mfa", reauthenticated=True)


@receiver(user_logged_in)
def lengthen_session(request: HttpRequest, **kwargs: Any) -> None:
    """Let the session last, which was short while it waited for a code."""
    request.session.set_expiry(None)


@receiver(post_save, sender=User)
def sync_email_address(
    instance: User, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Make a saved `User.email` the only address in allauth's table, as verified.

    Only administrators, `remember()` and allauth's own confirmation write it. An
    unverified address would have to be confirmed by a second code at the first sign-in.
    """
    if raw or (update_fields is not None and "email" not in update_fields):
        return
    user, email = instance, instance.email
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).exclude(email=email).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )

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
from django.http import HttpRequest

from members.models import User

# Asks for the password or the second factor of users who have one, unless they gave it
# a short while ago. Users who have neither sign in by a code and are not asked.
reauthentication_required = decorators.reauthentication_required(app="allauth.account")


class MemberRequest(HttpRequest):
    """For annotations: the request of a view that only signed-in users reach."""

    user: User


def sign_in(request: HttpRequest, user: User) -> bool:
    """Sign in `user`, who followed a link from a mail; return whether they are signed in.

    Users who can enter the CMS or have a second factor must use the sign-in page. Nobody
    else's session is replaced: its owner would go on writing in the name of `user`.
    """
    if not user.is_active or user.can_enter_cms or user.has_second_factor:
        return False
    if request.user.is_authenticated:
        return request.user.pk == user.pk
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="link", email=user.email)
    return True


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

"""Keeps allauth's table of e-mail addresses in step with `User.email`."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from members.models import User


def set_verified_address(user: User) -> None:
    """Make `user.email` the only address of `user` in allauth's table, as verified."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )


def sync_email_address(
    instance: User, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Treat every address that is saved in `User.email` as verified.

    Only administrators, `remember()` and allauth's own confirmation write it. An
    unverified address would have to be confirmed by a second code at the first sign-in.
    """
    if not raw and (update_fields is None or "email" in update_fields):
        set_verified_address(instance)

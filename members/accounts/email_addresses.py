"""Keeps allauth's table of e-mail addresses in step with `User.email`."""

from allauth.account.models import EmailAddress
from django.db import transaction


def prove_address(user):
    """Make `user.email` the one address that allauth knows of `user`, as a proven one."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )


def prove_address_of_saved_user(instance, raw, update_fields, **kwargs):
    """Whoever sets `User.email` vouches for it: an editor of the CMS, or `remember()`.

    Otherwise the first sign-in by code would end in a second code.
    """
    if not raw and (update_fields is None or "email" in update_fields):
        prove_address(instance)

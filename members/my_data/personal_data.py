"""What the site stores about a user: collecting it, and erasing it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from base.mail import mails_to
from members.models import User

from .signals import personal_data_erased, personal_data_requested

# --- Collecting


def personal_data(user: User) -> dict[str, Any]:
    """Return everything that the site stores about `user`, by section, as JSON values."""
    sections: dict[str, Any] = {
        "account": {
            "email": user.email,
            "display_name": user.display_name,
            "joined": user.date_joined,
            "last_signed_in": user.last_login,
            "has_password": user.has_usable_password(),
            "is_administrator": user.is_superuser,
            "groups": list(user.groups.values_list("name", flat=True)),
        },
        # Without their secrets, which are as good as the second factors themselves.
        "second_factors": [
            {
                "type": factor.get_type_display(),
                "name": str(factor),
                "added": factor.created_at,
                "last_used": factor.last_used_at,
            }
            for factor in user.authenticator_set.all()
        ],
        # Without the hashes, which are of no use to anybody.
        "tokens": list(user.tokens.values("name", "created_at", "last_used_on")),
        "tokens_of_the_cms": list(
            user.api_tokens.values("name", "created", "last_used_at", "revoked_at")
        ),
        "cms": cms_data(user),
        # Without their texts: some contain a link or code that signs in.
        "mails": list(mails_to(user.email).values("created", "subject")),
    }
    answers: list[Any] = personal_data_requested.send(sender=User, user=user)
    for _receiver, answer in answers:
        sections |= answer or {}
    return sections


def cms_data(user: User) -> dict[str, Any]:
    entries = [
        *PageLogEntry.objects.filter(user=user),
        *ModelLogEntry.objects.filter(user=user),
    ]
    return {
        "pages": [
            {"title": page.title, "url": page.full_url}
            for page in Page.objects.filter(owner=user)
        ],
        "log": [
            {"at": entry.timestamp, "action": entry.action, "of": entry.label}
            for entry in sorted(entries, key=lambda entry: entry.timestamp)
        ],
    }


# --- Erasing


def is_last_administrator(user: User) -> bool:
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    return user.is_superuser and not administrators.exclude(pk=user.pk).exists()


@transaction.atomic
def erase_person(user: User, keep_contributions: bool) -> None:
    """Delete `user` and what other apps store about them.

    Raises PermissionDenied for the last administrator. An error undoes everything.
    """
    # Locks administrators, so that the last two cannot be erased at the same moment.
    list(User.objects.select_for_update().filter(is_superuser=True))
    if is_last_administrator(user):
        raise PermissionDenied("The last administrator cannot erase themselves.")
    user.keep_contributions = keep_contributions
    user.delete()


@receiver(pre_delete, sender=User)
def forget(instance: User, **kwargs: Any) -> None:
    """Whoever deletes a user, in the CMS or here: no name and no address stays behind."""
    personal_data_erased.send(
        sender=User, user=instance, keep_contributions=instance.keep_contributions
    )
    mails_to(instance.email).delete()
    anonymise_cms_log(instance)
    delete_sessions(instance)


def anonymise_cms_log(user: User) -> None:
    """Remove the name from log entries about the account; the entries stay."""
    about_user = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    about_user.update(label=_("a former member"), data={})


def delete_sessions(user: User) -> None:
    """Delete the sessions of `user` in all browsers, and whatever session contains the
    address, as one does in which somebody began to sign in."""

    def is_about_user(session):
        data = session.get_decoded()
        is_theirs = data.get("_auth_user_id") == str(user.pk)
        return is_theirs or (user.email and user.email.lower() in str(data).lower())

    sessions = [s.pk for s in Session.objects.iterator() if is_about_user(s)]
    Session.objects.filter(pk__in=sessions).delete()

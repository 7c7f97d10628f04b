"""What the site keeps about a person: collecting it, and erasing it."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from base.mail import mails_to
from members.models import User

from .signals import personal_data_erased, personal_data_requested


def personal_data(user):
    """Everything that the site keeps about `user`, by section."""
    sections = {
        "account": {
            "email": user.email,
            "display_name": user.display_name,
            "joined": user.date_joined,
            "last_signed_in": user.last_login,
            "has_password": user.has_usable_password(),
            "is_administrator": user.is_superuser,
            "groups": list(user.groups.values_list("name", flat=True)),
        },
        # Not what they hold: who has that has the second factor.
        "second_factors": [
            {
                "type": factor.get_type_display(),
                "name": str(factor),
                "added": factor.created_at,
                "last_used": factor.last_used_at,
            }
            for factor in user.authenticator_set.all()
        ],
        # Nor these: what is kept of them opens nothing.
        "tokens": list(user.tokens.values("name", "created_at", "last_used_on")),
        "tokens_of_the_cms": list(
            user.api_tokens.values("name", "created", "last_used_at", "revoked_at")
        ),
        "cms": cms_data(user),
        # Their texts hold links and codes that let in who reads them.
        "mails": list(mails_to(user.email).values("created", "subject")),
    }
    for _receiver, answer in personal_data_requested.send(sender=User, user=user):
        sections |= answer or {}
    return sections


def cms_data(user):
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


def is_last_administrator(user):
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    return user.is_superuser and not administrators.exclude(pk=user.pk).exists()


@transaction.atomic
def erase_person(user, keep_contributions):
    """Erase `user` with all that others keep; raises PermissionDenied for the last
    administrator. What fails leaves everything as it was.
    """
    # Two administrators who leave at the same moment do so one after the other.
    list(User.objects.select_for_update().filter(is_superuser=True))
    if is_last_administrator(user):
        raise PermissionDenied("The last administrator cannot erase themselves.")
    personal_data_erased.send(
        sender=User, user=user, keep_contributions=keep_contributions
    )
    mails_to(user.email).delete()
    forget_in_cms_log(user)
    end_sessions(user)
    user.delete()


def forget_in_cms_log(user):
    """The log remembers that an account was made or changed, no longer whose."""
    about_user = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    about_user.update(label=_("a former member"), data={})


def end_sessions(user):
    """Delete what browsers left here; besides the user, sessions name the address."""
    ours = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=ours).delete()

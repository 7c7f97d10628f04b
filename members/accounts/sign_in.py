from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login


def sign_in(request, user):
    """Sign `user` in on the strength of a link from a mail; returns whether it was done.

    Not for people who can enter the CMS or have a second factor: they go through the
    sign-in page. Nor in place of somebody else who is signed in on this browser, who
    would go on writing in a stranger's name.
    """
    if not user.is_active or user.can_enter_cms or user.has_second_factor:
        return False
    if request.user.is_authenticated:
        return request.user.pk == user.pk
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="link", email=user.email)
    return True


def trust_who_added_a_factor(request, user, **kwargs):
    """Do not ask for a second factor at once that was shown a moment ago."""
    record_authentication(request, user, method="mfa", reauthenticated=True)

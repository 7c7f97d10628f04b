from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest

from base.csrf import has_csrf_token
from members.models import User


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


def record_new_second_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Count a second factor that was just added as one that was just used."""
    record_authentication(request, user, method="mfa", reauthenticated=True)

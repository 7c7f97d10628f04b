"""Who asks the API as a member: by a token of theirs, or signed in on this browser."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth

from .models import MemberToken


class MemberTokenAuth(HttpBearer):
    """`Authorization: Bearer g48_…`, with a token that a member made."""

    openapi_description = (
        "A token that you make under “Your account → Tokens for programs”. With it a "
        "program writes, changes and deletes comments in your name, and nothing else."
    )

    def authenticate(self, request, token):
        if not token.startswith(MemberToken.PREFIX):
            return None  # perhaps one of Wagtail's
        found = MemberToken.objects.for_token(token)
        request.user = found.user if found else AnonymousUser()
        if found is None:
            raise AuthenticationError(message=_("We do not know this token."))
        found.note_use()
        return found.user


class MemberSession(SessionAuth):
    """Signed in on this browser; what changes anything must show the CSRF token."""

    openapi_description = (
        "The session of a member on this site itself. Whatever changes anything must "
        "bring the header `X-CSRFToken`, with what `GET /comments/form/` tells."
    )

    def __call__(self, request):
        return super().__call__(request) if request.user.is_authenticated else None


class Guest(AllowAnonymous):
    """Anybody; but who sends a token that is none shall know it."""

    def __call__(self, request):
        if request.headers.get("Authorization", "").lower().startswith("bearer"):
            raise AuthenticationError(message=_("We do not know this token."))
        return super().__call__(request)


MEMBERS = [MemberTokenAuth(), BearerTokenAuth(), MemberSession()]
EVERYBODY = [*MEMBERS, Guest()]

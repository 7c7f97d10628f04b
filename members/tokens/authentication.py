"""How the API recognises members: by a token of theirs or by their session."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth

from members.models import MemberToken, User

# The names of these classes are the names of the security schemes in openapi.json.


class MemberTokenAuth(HttpBearer):
    """`Authorization: Bearer g48_…`, with a token that a member made."""

    openapi_description = (
        "A token that you make under “Your account → Tokens for programs”. With it a "
        "program writes, changes and deletes comments in your name, and nothing else."
    )

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        if not token.startswith(MemberToken.PREFIX):
            return None  # it may be a token of Wagtail's
        found = MemberToken.objects.for_token(token)
        request.user = found.user if found else AnonymousUser()
        if found is None:
            raise AuthenticationError(message=_("We do not know this token."))
        found.record_use()
        return found.user


class MemberSession(SessionAuth):
    """The session of a member, with the CSRF token on requests that change anything."""

    openapi_description = (
        "The session of a member on this site itself. Whatever changes anything must "
        "bring the header `X-CSRFToken`, with what `GET /comments/form/` tells."
    )

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if request.user.is_authenticated else None


class Guest(AllowAnonymous):
    """Anybody without credentials.

    A bearer token that no other class accepted raises AuthenticationError instead of
    making its sender a guest without their knowing.
    """

    def __call__(self, request: HttpRequest) -> Any:
        if request.headers.get("Authorization", "").lower().startswith("bearer"):
            raise AuthenticationError(message=_("We do not know this token."))
        return super().__call__(request)


# The `auth` of operations for members only, and of those for everybody.
MEMBER_AUTH = [MemberTokenAuth(), BearerTokenAuth(), MemberSession()]
MEMBER_OR_GUEST_AUTH = [*MEMBER_AUTH, Guest()]

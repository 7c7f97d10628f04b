from django.http import HttpRequest

from members.models import User


class MemberRequest(HttpRequest):
    """For annotations: the request of a view that only signed-in users reach."""

    user: User

"""Wagtail's router of redirects for those who may change them: it lets everybody read."""

from ninja.constants import NOT_SET
from wagtail.api.v3.permissions import require_any_permission
from wagtail.contrib.redirects.api.v3 import router
from wagtail.contrib.redirects.models import Redirect

from .authentication import AllowAnonymous

require_editor = require_any_permission(Redirect, ("add", "change", "delete"))


def restrict(router):
    router.path_operations.pop("/find/")  # ours tells only of what is public
    for view in router.path_operations.values():
        for operation in view.operations:
            if operation.auth_param is not NOT_SET and any(
                isinstance(auth, AllowAnonymous) for auth in operation.auth_param
            ):
                operation.auth_param = NOT_SET  # that of the router: a token
                operation.view_func = require_editor(operation.view_func)


restrict(router)

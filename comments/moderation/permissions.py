"""Who may moderate: whoever has the one permission for it, and nobody else."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django_comments_xtd.models import XtdComment
from wagtail.permission_policies.base import BaseDjangoAuthPermissionPolicy
from wagtail.permissions import register_permission_policy

from comments.models import Comment
from members.models import User

APP_LABEL, CODENAME = "django_comments_xtd", "can_moderate"


class ModerationPolicy(BaseDjangoAuthPermissionPolicy):
    """Comments are made by their writers, and never deleted in the CMS."""

    ACTIONS = frozenset({"view", "change"})

    def user_has_permission(self, user, action):
        may = user.has_perm(f"{self.app_label}.{CODENAME}")
        return action in self.ACTIONS and may

    def users_with_any_permission(self, actions):
        codenames = {CODENAME} if self.ACTIONS.intersection(actions) else set()
        return self._get_users_with_any_permission_codenames(codenames)


# The permission is that of the package's own model.
POLICY = ModerationPolicy(XtdComment)
# Here and not in wagtail_hooks.py, which is not read by all who ask for it.
register_permission_policy(Comment, POLICY)


def may_moderate(user: User | AnonymousUser) -> bool:
    return POLICY.user_has_permission(user, "change")


def moderators() -> QuerySet[User]:
    """Active users who may moderate."""
    return POLICY.users_with_permission("change")

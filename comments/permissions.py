"""Who may moderate: whoever has the one permission for it, and nobody else."""

from django_comments_xtd.models import XtdComment
from wagtail.permission_policies.base import BaseDjangoAuthPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

CODENAME = "can_moderate"


class ModerationPolicy(BaseDjangoAuthPermissionPolicy):
    """Comments are made by their writers, and never deleted in the CMS."""

    ACTIONS = frozenset({"view", "change"})

    def user_has_permission(self, user, action):
        may = user.has_perm(f"{self.app_label}.{CODENAME}")
        return action in self.ACTIONS and may

    def users_with_any_permission(self, actions):
        codenames = {CODENAME} if self.ACTIONS.intersection(actions) else set()
        return self._get_users_with_any_permission_codenames(codenames)


# Here and not in wagtail_hooks.py, which is not read by all who ask for it.
register_permission_policy(XtdComment, ModerationPolicy(XtdComment))


def may_moderate(user):
    policy = policy_registry.get_by_type(XtdComment)
    return policy.user_has_permission(user, "change")


def moderators():
    """Active users who may moderate."""
    policy = policy_registry.get_by_type(XtdComment)
    return policy.users_with_permission("change")

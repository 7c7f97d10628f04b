"""Names that only the group's own people may use."""

from django.db.models import Q
from wagtail import hooks

from base.text import skeleton
from members.models import User

# As skeletons, wherever they stand in a name.
OF_THE_GROUP = ("amnesty", "g48", "앰네스티", "엠네스티")
ROLES = {
    *("admin", "administrator", "editor", "editors", "moderator", "moderators"),
    *("webmaster", "theeditors", "themoderators", "관리자", "운영자", "편집자"),
}


def is_reserved(name: str) -> bool:
    """Whether readers would take `name` for the group's, or for that of its people.

    By the hook "reserved_names", other apps name theirs.
    """
    seen = skeleton(name)
    if seen in ROLES or any(word in seen for word in OF_THE_GROUP):
        return True
    may_enter = Q(groups__permissions__codename="access_admin") | Q(is_superuser=True)
    staff = User.objects.filter(may_enter).exclude(display_name="")
    names = list(staff.values_list("display_name", flat=True).distinct())
    for hook in hooks.get_hooks("reserved_names"):
        names.extend(hook())
    return seen in {skeleton(other) for other in names}

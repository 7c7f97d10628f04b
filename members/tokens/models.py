import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.ids import hash_token


class MemberTokenQuerySet(models.QuerySet["MemberToken"]):
    def for_token(self, token: str) -> "MemberToken | None":
        """Return the object for `token` with its user, or None.

        Tokens of inactive users are not found.
        """
        found = self.filter(key_hash=hash_token(token), user__is_active=True)
        return found.select_related("user").first()


class MemberToken(models.Model):
    """Lets a program write comments in the name of a member, and do nothing else."""

    PREFIX = "g48_"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(
        _("name"),
        max_length=60,
        help_text=_("What it is for, like “My reader on the telephone”."),
    )
    # The token itself is shown once and not stored.
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Only the day, and no IP address.
    last_used_on = models.DateField(null=True, editable=False)

    objects = MemberTokenQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("token of a member")
        verbose_name_plural = _("tokens of members")

    def __str__(self) -> str:
        return self.name

    def set_secret(self) -> str:
        """Generate a new token, set its hash and return it; it cannot be read again."""
        token = self.PREFIX + secrets.token_urlsafe(32)
        self.key_hash = hash_token(token)
        return token

    def record_use(self) -> None:
        """Set `last_used_on` to today, with at most one write a day."""
        today = timezone.localdate()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)

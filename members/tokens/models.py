import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.tokens import hash_token


class MemberTokenQuerySet(models.QuerySet):
    def for_token(self, token):
        """The token with its active user, or None."""
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
    # The token itself is shown once and kept nowhere.
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # A day, and not from where.
    last_used_on = models.DateField(null=True, editable=False)

    objects = MemberTokenQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("token of a member")
        verbose_name_plural = _("tokens of members")

    def __str__(self):
        return self.name

    def set_secret(self):
        """Give it a new secret, and return the token, which nothing tells again."""
        token = self.PREFIX + secrets.token_urlsafe(32)
        self.key_hash = hash_token(token)
        return token

    def note_use(self):
        """Remember the day; the first use of each writes, the others only read."""
        today = timezone.localdate()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.ids import hash_token


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create a user, by default with an unusable password.

        Raises ValueError if `email` is empty and IntegrityError if it is taken.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def remember(self, email: str, display_name: str) -> "User":
        """Return the user with the verified address `email`, creating them if needed.

        A new user has no password and no permissions. An existing user is not changed,
        because the name given with a verified address is not itself verified. Raises
        ValueError if `email` is empty.
        """
        if not email:
            raise ValueError("A user needs an e-mail address to be remembered.")
        user, _ = self.get_or_create(
            email=email.lower(), defaults={"display_name": display_name}
        )
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in: an editor, an author, a member."""

    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Somebody with this address exists already.")},
    )
    display_name = models.CharField(
        _("display name"),
        max_length=80,
        blank=True,
        help_text=_("Shown in the CMS. Any name will do."),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Take the tick away instead of deleting a person."),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    # Whether what they wrote stays when they are deleted, without their name.
    keep_contributions = True

    objects = UserManager()

    # Reverse relations from models of allauth and Wagtail, which have no type hints.
    authenticator_set: Any
    api_tokens: Any

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Addresses are compared without regard to case.
        self.email = self.email.lower()
        if not self.password:  # of new members, or of users added in the CMS
            self.set_unusable_password()
        super().save(*args, **kwargs)

    @property
    def can_enter_cms(self) -> bool:
        return self.has_perm("wagtailadmin.access_admin")

    @property
    def has_second_factor(self) -> bool:
        # Recovery codes only replace a second factor that is set up.
        return self.authenticator_set.exclude(type="recovery_codes").exists()

    @property
    def must_add_second_factor(self) -> bool:
        """Whether the CMS is closed to this user until they set up a second factor."""
        required = settings.REQUIRE_SECOND_FACTOR and self.can_enter_cms
        return required and not self.has_second_factor

    def get_full_name(self) -> str:
        return self.display_name or self.email

    @property
    def first_name(self) -> str:
        """The name that Wagtail shows in its menu."""
        return self.display_name

    get_short_name = get_full_name


class MemberTokenQuerySet(models.QuerySet["MemberToken"]):
    def for_token(self, token: str) -> "MemberToken | None":
        """Return the object for `token` with its user, or None; of active users only."""
        found = self.filter(key_hash=hash_token(token), user__is_active=True)
        return found.select_related("user").first()


class MemberToken(models.Model):
    """Lets a program write comments in the name of a member, and do nothing else."""

    PREFIX = "g48_"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
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

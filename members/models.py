from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .tokens.models import MemberToken

__all__ = ["MemberToken", "User", "UserManager"]


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        """Create somebody known by `email`; without a password they cannot use one.

        Raises ValueError without an e-mail address and IntegrityError if it is taken.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def remember(self, email, display_name):
        """The person who has proven to own `email`: a new member, if nobody has it yet.

        A new one has neither a password nor any right. Who exists already stays as they
        are: the name that was typed beside a proven address is not proven. Raises
        ValueError without an address.
        """
        if not email:
            raise ValueError("Only who has an e-mail address can be remembered.")
        user, _ = self.get_or_create(
            email=email.lower(),
            defaults={
                "display_name": display_name,
                "password": make_password(None),
            },
        )
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


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

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.get_full_name()

    def save(self, *args, **kwargs):
        # One person, however the address is typed.
        self.email = self.email.lower()
        if not self.password:  # as of people that administrators add in the CMS
            self.set_unusable_password()
        super().save(*args, **kwargs)

    @property
    def is_staff(self):
        """Django asks this of whoever looks at a template's or admin's staff parts."""
        return self.is_superuser

    @property
    def can_enter_cms(self):
        return self.has_perm("wagtailadmin.access_admin")

    @property
    def has_second_factor(self):
        # Recovery codes stand in for a second factor, they are none.
        return self.authenticator_set.exclude(type="recovery_codes").exists()

    @property
    def must_add_second_factor(self):
        """Whether the CMS stays closed to this person until they have a second factor."""
        required = settings.REQUIRE_SECOND_FACTOR and self.can_enter_cms
        return required and not self.has_second_factor

    def get_full_name(self):
        return self.display_name or self.email

    @property
    def first_name(self):
        """What Wagtail calls somebody by in its menu."""
        return self.display_name

    def get_short_name(self):
        return self.get_full_name()

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
        super().save(*args, **kwargs)

    @property
    def is_staff(self):
        """Django asks this of whoever looks at a template's or admin's staff parts."""
        return self.is_superuser

    def get_full_name(self):
        return self.display_name or self.email

    def get_short_name(self):
        return self.get_full_name()

"""Who says that they come to a meeting. Their names are for editors alone."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.pages import published
from members.models import User

SIGNER = Signer(salt="blog.attendance")


class AttendanceQuerySet(models.QuerySet):
    def coming(self):
        """Those that count: a guest's word does when it was confirmed."""
        return self.exclude(confirmed_at=None)

    def of(self, user):
        theirs = Q(user=user)
        if user.email:  # an empty one would be that of every member
            theirs |= Q(email__iexact=user.email)
        return self.filter(theirs)

    def for_token(self, token):
        """What the link of a mail is about, or None."""
        try:
            pk = SIGNER.unsign(token)
        except BadSignature:
            return None
        return self.filter(pk=pk).select_related("meeting", "user").first()

    def to_be_mailed(self):
        """Of those who come to a published meeting that is yet to begin."""
        meetings = self.model._meta.get_field("meeting").related_model.objects
        ahead = published(meetings.filter(starts__gt=timezone.now()))
        reachable = Q(user=None) | Q(user__is_active=True)
        return (
            self.coming()
            .filter(reachable, meeting__in=ahead.values("pk"))
            .select_related("meeting", "user")
            .order_by("pk")
        )

    def to_be_reminded(self):
        """Who said some time ago that they come to a meeting of the next day."""
        return self.to_be_mailed().filter(
            reminded_at=None,
            meeting__cancelled=False,
            meeting__starts__lte=timezone.now() + Attendance.REMINDED_BEFORE,
            confirmed_at__lt=F("meeting__starts") - Attendance.REMINDED_BEFORE,
        )

    def to_be_told_of_cancellation(self):
        return self.to_be_mailed().filter(
            told_of_cancellation_at=None, meeting__cancelled=True
        )

    def to_be_told_of_return(self):
        """Who was told of a cancellation, and the meeting takes place after all."""
        return self.to_be_mailed().filter(
            told_of_cancellation_at__isnull=False, meeting__cancelled=False
        )


class Attendance(models.Model):
    """Somebody's word that they come: a member's, or a guest's by name and address."""

    UNCONFIRMED_FOR = timedelta(days=7)
    KEPT_AFTER_MEETING = timedelta(days=30)
    REMINDED_BEFORE = timedelta(days=1)
    MAILED_ONCE_IN = timedelta(minutes=10)

    meeting = models.ForeignKey(
        "blog.MeetingPage", on_delete=models.CASCADE, related_name="attendances"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attendances",
    )
    # Of guests alone: members are known by their account.
    name = models.CharField(max_length=50, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    remember = models.BooleanField(default=False)
    # When it was said; said again, when the link to confirm it was mailed again.
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    told_of_cancellation_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], name="one_attendance_for_each_member"
            ),
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=~Q(email=""),
                name="one_attendance_for_each_guest",
            ),
        ]
        verbose_name = gettext_lazy("attendance")
        verbose_name_plural = gettext_lazy("attendances")

    def __str__(self):
        return f"attendance {self.pk} of meeting {self.meeting_id}"

    @property
    def shown_name(self):
        """What editors read; never an address."""
        name = self.user.display_name if self.user else self.name
        return name or _("a member without a name")

    @property
    def address(self):
        return self.user.email if self.user else self.email

    @property
    def token(self):
        """What a mail's link ends with: it shows that the mail was read."""
        return SIGNER.sign(self.pk)

    @classmethod
    def of_member(cls, meeting, user):
        """The word of a member, which needs no confirmation."""
        attendance, _created = cls.objects.get_or_create(
            meeting=meeting, user=user, defaults={"confirmed_at": timezone.now()}
        )
        return attendance

    @classmethod
    def of_guest(cls, meeting, *, name, email, remember):
        """The word of a guest, which counts once `confirm` was called, and whether the
        link for that is to be mailed: a form sent twice needs it once."""
        now, details = timezone.now(), {"name": name, "remember": remember}
        attendance, is_due = cls.objects.get_or_create(
            meeting=meeting, email=email.lower(), defaults=details
        )
        if not is_due:
            said = cls.objects.filter(pk=attendance.pk)
            said.filter(confirmed_at=None).update(**details)
            long_ago = said.filter(created_at__lte=now - cls.MAILED_ONCE_IN)
            is_due = bool(long_ago.update(created_at=now))
        return attendance, is_due

    @transaction.atomic
    def confirm(self):
        """Let it count, on the strength of a link from a mail.

        Whoever has proven an address is the member of that address, if there is one, and
        becomes one if they asked to be remembered. Returns what counts from now on, or
        None if it was taken back meanwhile, and whether it counts by this very call.
        """
        # As it is now: who presses the button twice is here twice at a time.
        said = type(self).objects.select_for_update().filter(pk=self.pk).first()
        if said is None or said.confirmed_at:
            return said, False
        user = said.find_member()
        others = said.meeting.attendances.exclude(pk=said.pk)
        known = user and others.filter(user=user).first()
        if known:
            said.delete()
            return known, True
        if user:
            said.user, said.name, said.email = user, "", ""
        said.confirmed_at = timezone.now()
        said.save()
        return said, True

    def find_member(self):
        """Who has the address, or None if that is no member and asked not to be."""
        if self.user or not self.email:
            return self.user
        if self.remember:
            return User.objects.remember(self.email, self.name)
        return User.objects.filter(email=self.email).first()

    @classmethod
    def purge(cls):
        """Forget what nobody confirmed, and who came, some time after the meeting."""
        now = timezone.now()
        cls.objects.filter(
            confirmed_at=None, created_at__lte=now - cls.UNCONFIRMED_FOR
        ).delete()
        cls.objects.filter(meeting__ends__lte=now - cls.KEPT_AFTER_MEETING).delete()

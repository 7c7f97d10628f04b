"""RSVPs to meetings. The names of those who come are for editors only."""

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

# The salt is older than the model's name: links in sent mails were signed with it.
SIGNER = Signer(salt="blog.attendance")


class RSVPQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def of(self, user):
        """RSVPs of `user`, including those they made as a guest with the same email."""
        theirs = Q(user=user)
        if user.email:  # an empty one would match every member's RSVP
            theirs |= Q(email__iexact=user.email)
        return self.filter(theirs)

    def for_token(self, token):
        """The RSVP that the link of a mail belongs to, or None."""
        try:
            pk = SIGNER.unsign(token)
        except BadSignature:
            return None
        return self.filter(pk=pk).select_related("meeting", "user").first()

    def mailable(self):
        """Confirmed RSVPs to published meetings that have not begun."""
        meetings = self.model._meta.get_field("meeting").related_model.objects
        ahead = published(meetings.filter(starts__gt=timezone.now()))
        reachable = Q(user=None) | Q(user__is_active=True)
        rsvps = self.confirmed().filter(reachable, meeting__in=ahead.values("pk"))
        return rsvps.select_related("meeting", "user").order_by("pk")

    def due_reminders(self):
        """RSVPs to meetings that begin soon, unless they were confirmed only recently."""
        return self.mailable().filter(
            reminded_at=None,
            meeting__cancelled=False,
            meeting__starts__lte=timezone.now() + RSVP.REMIND_BEFORE,
            confirmed_at__lt=F("meeting__starts") - RSVP.REMIND_BEFORE,
        )

    def due_cancellations(self):
        """RSVPs whose owners do not know yet that the meeting is cancelled."""
        cancelled = self.mailable().filter(meeting__cancelled=True)
        return cancelled.filter(told_of_cancellation_at=None)

    def due_reinstatements(self):
        """RSVPs whose owners still believe that the meeting is cancelled."""
        takes_place = self.mailable().filter(meeting__cancelled=False)
        return takes_place.exclude(told_of_cancellation_at=None)


class RSVP(models.Model):
    """A member's or a guest's statement that they come to a meeting."""

    CONFIRM_WITHIN = timedelta(days=7)
    KEPT_AFTER_MEETING = timedelta(days=30)
    REMIND_BEFORE = timedelta(days=1)
    RESEND_AFTER = timedelta(minutes=10)

    meeting = models.ForeignKey(
        "blog.MeetingPage", on_delete=models.CASCADE, related_name="rsvps"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rsvps",
    )
    # Only for guests: members have both in their account.
    name = models.CharField(max_length=50, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    remember = models.BooleanField(default=False)
    # When it was made, or when its confirmation link was last mailed.
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    told_of_cancellation_at = models.DateTimeField(null=True, blank=True)

    objects = RSVPQuerySet.as_manager()

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
        verbose_name = gettext_lazy("RSVP")
        verbose_name_plural = gettext_lazy("RSVPs")

    def __str__(self):
        return f"RSVP {self.pk} to meeting {self.meeting_id}"

    @property
    def shown_name(self):
        """The name that editors see; never an email address."""
        name = self.user.display_name if self.user else self.name
        return name or _("a member without a name")

    @property
    def recipient(self):
        return self.user.email if self.user else self.email

    @property
    def token(self):
        """The secret part of the links in mails: it proves that a mail was read."""
        return SIGNER.sign(self.pk)

    @classmethod
    def for_member(cls, meeting, user):
        """Return the RSVP of a member, made if needed; it needs no confirmation."""
        rsvp, _created = cls.objects.get_or_create(
            meeting=meeting, user=user, defaults={"confirmed_at": timezone.now()}
        )
        return rsvp

    @classmethod
    def for_guest(cls, meeting, *, name, email, remember):
        """Make the RSVP of a guest, or update it while it is not confirmed.

        Returns the RSVP and whether the link to confirm it must be mailed. A form that
        is submitted twice sends one mail.
        """
        now, details = timezone.now(), {"name": name, "remember": remember}
        rsvp, mail_due = cls.objects.get_or_create(
            meeting=meeting, email=email.lower(), defaults=details
        )
        if not mail_due:
            existing = cls.objects.filter(pk=rsvp.pk)
            existing.filter(confirmed_at=None).update(**details)
            not_recent = existing.filter(created_at__lte=now - cls.RESEND_AFTER)
            mail_due = bool(not_recent.update(created_at=now))
        return rsvp, mail_due

    @transaction.atomic
    def confirm(self):
        """Confirm the RSVP by the link from a mail, which proves an email address.

        If that is a member's, the RSVP becomes that member's; if not, and the guest
        asked to be remembered, they become a member.

        Returns the confirmed RSVP, or None if it was withdrawn in the meantime, and
        whether this call confirmed it.
        """
        # Locked and read again: the button may be pressed twice at the same time.
        rsvp = type(self).objects.select_for_update().filter(pk=self.pk).first()
        if rsvp is None or rsvp.confirmed_at:
            return rsvp, False
        user = rsvp.find_member()
        others = rsvp.meeting.rsvps.exclude(pk=rsvp.pk)
        known = user and others.filter(user=user).first()
        if known:
            rsvp.delete()
            return known, True
        if user:
            rsvp.user, rsvp.name, rsvp.email = user, "", ""
        rsvp.confirmed_at = timezone.now()
        rsvp.save()
        return rsvp, True

    def find_member(self):
        """Return the member with this email, or None; makes one who asked to be remembered."""
        if self.user or not self.email:
            return self.user
        if self.remember:
            return User.objects.remember(self.email, self.name)
        return User.objects.filter(email=self.email).first()

    @classmethod
    def purge(cls):
        """Delete RSVPs that were never confirmed and those to meetings long over."""
        now = timezone.now()
        unconfirmed = cls.objects.filter(confirmed_at=None)
        unconfirmed.filter(created_at__lte=now - cls.CONFIRM_WITHIN).delete()
        cls.objects.filter(meeting__ends__lte=now - cls.KEPT_AFTER_MEETING).delete()

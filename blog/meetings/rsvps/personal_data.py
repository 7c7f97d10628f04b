"""RSVPs as personal data: included in a member's download and erased with them."""

from django.dispatch import receiver

from members.my_data.signals import personal_data_erased, personal_data_requested

from .models import RSVP


@receiver(personal_data_requested)
def export_rsvps(user, **kwargs):
    rsvps = RSVP.objects.of(user).select_related("meeting").order_by("pk")
    return {
        "meetings": [
            {
                "address": rsvp.meeting.full_url,
                "meeting": rsvp.meeting.title,
                "name": rsvp.name,
                "email": rsvp.email,
                "said": rsvp.created_at,
                "confirmed": rsvp.confirmed_at,
                "reminded": rsvp.reminded_at,
                "told_of_cancellation": rsvp.told_of_cancellation_at,
            }
            for rsvp in rsvps
        ]
    }


@receiver(personal_data_erased)
def erase_rsvps(user, **kwargs):
    RSVP.objects.of(user).delete()

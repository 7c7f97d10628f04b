"""What meetings keep about a person: told when they ask, and erased."""

from django.dispatch import receiver

from members.my_data.signals import personal_data_erased, personal_data_requested

from .rsvp import Attendance


@receiver(personal_data_requested)
def tell(user, **kwargs):
    attendances = Attendance.objects.of(user).select_related("meeting")
    return {
        "meetings": [
            {
                "address": attendance.meeting.full_url,
                "meeting": attendance.meeting.title,
                "name": attendance.name,
                "email": attendance.email,
                "said": attendance.created_at,
                "confirmed": attendance.confirmed_at,
                "reminded": attendance.reminded_at,
                "told_of_cancellation": attendance.told_of_cancellation_at,
            }
            for attendance in attendances.order_by("pk")
        ]
    }


@receiver(personal_data_erased)
def erase(user, **kwargs):
    Attendance.objects.of(user).delete()

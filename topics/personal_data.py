"""What topics keep about a person; it goes with the account."""

from django.dispatch import receiver

from members.my_data.signals import personal_data_requested

from .models import Support


@receiver(personal_data_requested)
def collect(user, **kwargs):
    supports = Support.objects.filter(user=user)
    return {
        "topics_supported": list(
            supports.values("topic_id", "created_at", "wants_mail")
        )
    }

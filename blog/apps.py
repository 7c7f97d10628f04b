from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self):
        from .meetings.rsvps import personal_data  # noqa: F401 - registers receivers

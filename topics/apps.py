from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "topics"

    def ready(self):
        from . import personal_data, receivers  # noqa: F401 - which register themselves

from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self):
        from .meetings import personal_data  # noqa: F401 - which registers itself

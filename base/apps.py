from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Keeps the label that its tables and migrations have always had."""

    name = "base"
    label = "g48cms"
    verbose_name = "G48"

    def ready(self):
        from django.urls import register_converter

        from . import admin_csp
        from .ids import IdConverter

        register_converter(IdConverter, "id")
        admin_csp.apply()

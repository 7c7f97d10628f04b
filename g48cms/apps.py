from django.apps import AppConfig


class G48Config(AppConfig):
    name = "g48cms"
    verbose_name = "G48"

    def ready(self):
        from . import admin_csp

        admin_csp.apply()

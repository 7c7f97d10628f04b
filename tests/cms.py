"""What the CMS answers."""

from django.urls import reverse


def is_refused(response):
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")

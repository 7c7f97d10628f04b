"""What the CMS answers."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture


def is_refused(response):
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


ONLY_FOR_ADMINISTRATORS = [
    "wagtailusers_users:index",
    "wagtailusers_users:add",
    "wagtailusers_groups:index",
    "wagtailusers_groups:add",
    "wagtailsites:index",
    "wagtailsites:add",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:add",
    "wagtailadmin_workflows:task_index",
    "wagtailadmin_collections:index",
]
NOT_FOR_AUTHORS = [
    "wagtailredirects:index",
    "wagtailredirects:add",
    "wagtailsnippets_blog_author:list",
    "wagtailsnippets_blog_author:add",
    "wagtailadmin_reports:locked_pages",
]


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def act_on(task_state, action, client):
    """Answer what was submitted, as the buttons of the dashboard do."""
    page = task_state.revision.content_object
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk]
    )
    return client.post(url, {"comment": "I read it."})


def picture_file(name="candle.png"):
    file = SimpleUploadedFile(name, b"", "image/png")
    Picture.new("RGB", (16, 12)).save(file, "PNG")
    file.seek(0)
    return file

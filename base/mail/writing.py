"""Mails made from templates."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import Context
from django.template.loader import get_template, render_to_string

from .queue import one_line


def send_mail_template(
    name: str,
    to: str | Iterable[str],
    context: dict[str, Any],
    reply_to: str | Iterable[str] | None = None,
    headers: dict[str, str] | None = None,
) -> None:
    """Queue the mail of the templates `name`.subject.txt, `name`.txt and `name`.html.

    `to` and `reply_to` are an address or a list of them. Each address in `to` gets its
    own mail and does not see the others.
    """
    site = {"site_url": settings.SITE_URL, "site_name": settings.WAGTAIL_SITE_NAME}
    context = {**site, **context}
    context["subject"] = one_line(render_text(f"{name}.subject.txt", context))
    text = render_text(f"{name}.txt", context).strip() + "\n"
    html = render_to_string(f"{name}.html", context)
    messages = [
        EmailMultiAlternatives(
            context["subject"],
            text,
            to=[address],
            reply_to=as_list(reply_to),
            headers=headers,
            alternatives=[(html, "text/html")],
        )
        for address in as_list(to)
    ]
    get_connection().send_messages(messages)


def render_text(template_name, context):
    template = get_template(template_name).template
    return template.render(Context(context, autoescape=False))


def as_list(addresses):
    return [addresses] if isinstance(addresses, str) else list(addresses or [])

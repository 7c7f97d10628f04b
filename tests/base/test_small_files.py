"""robots.txt, security.txt, the icon and the check of health."""

import datetime

import pytest
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Site

from base import health
from home.models import SiteSettings


def test_robots_may_read_all_but_what_is_not_for_them(client, db, settings):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /search/",
        "Disallow: /account/",
        "Disallow: /comments/",
        "Allow: /comments/feed/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]


@pytest.fixture
def security_txt(client):
    """The fields of security.txt, each once (RFC 9116)."""

    def security_txt():
        response = client.get("/.well-known/security.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        fields = [line.split(": ", 1) for line in response.text.splitlines() if line]
        assert len(dict(fields)) == len(fields)
        return dict(fields)

    return security_txt


def test_who_finds_a_hole_learns_where_to_write(security_txt, home_page):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.contact_email = "group@example.org"
    settings.save()

    assert security_txt()["Contact"] == "mailto:group@example.org"


def test_without_an_address_who_finds_a_hole_is_sent_to_the_site(
    security_txt, home_page, settings
):
    assert security_txt()["Contact"] == f"{settings.SITE_URL}/"


def test_security_txt_is_valid_for_months_but_less_than_a_year(security_txt, home_page):
    expires = datetime.datetime.fromisoformat(security_txt()["Expires"])

    assert 90 < (expires - timezone.now()).days < 365


def test_the_site_is_healthy_while_its_database_answers(client, db):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]


def test_the_site_is_not_healthy_when_its_database_does_not_answer(
    client, db, monkeypatch
):
    def fail():
        raise OperationalError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(health.connection, "cursor", fail)
        assert client.get("/healthz").status_code == 503


def test_the_icon_is_where_browsers_look_for_it(client, db):
    assert client.get("/favicon.ico")["Location"].endswith("/img/favicon.ico")

"""Mails made of templates."""

import copy

import pytest
from django.utils.translation import override
from post_office.models import Email

from base.mail import send_due, send_mail_template

pytestmark = pytest.mark.usefixtures("mail_is_queued")


@pytest.fixture
def templates(settings, tmp_path):
    """`templates(subject=…, text=…, html=…)` are the ones named "greeting"."""
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(tmp_path)
    extends = '{% extends "mail/base.html" %}{% block content %}'

    def templates(subject="Hello", text="{{ name }}", html="{{ name }}"):
        (tmp_path / "greeting.subject.txt").write_text(subject)
        (tmp_path / "greeting.txt").write_text(text)
        (tmp_path / "greeting.html").write_text(f"{extends}{html}{{% endblock %}}")

    return templates


def test_the_text_of_a_mail_is_not_escaped_and_its_html_is(db, templates):
    templates(subject="To {{ name }}")

    send_mail_template("greeting", "reader@example.org", {"name": "Kim & <Lee>"})

    stored = Email.objects.get()
    assert stored.subject == "To Kim & <Lee>"
    assert stored.message == "Kim & <Lee>\n"
    assert "<main>Kim &amp; &lt;Lee&gt;</main>" in stored.html_message
    assert "<title>To Kim &amp; &lt;Lee&gt;</title>" in stored.html_message


def test_a_name_with_line_breaks_leaves_the_subject_one_line(db, templates):
    templates(subject="To {{ name }}\n")

    send_mail_template("greeting", "reader@example.org", {"name": "Kim\r\nBcc: x"})

    assert Email.objects.get().subject == "To Kim Bcc: x"


def test_a_template_knows_the_address_of_the_site(db, templates):
    templates(text="{{ site_url }}/topics/")

    send_mail_template("greeting", "reader@example.org", {})

    assert Email.objects.get().message == "http://127.0.0.1:8000/topics/\n"


def test_several_recipients_do_not_see_each_other(db, templates):
    templates()

    send_mail_template("greeting", ["a@example.org", "b@example.org"], {})

    assert [stored.to for stored in Email.objects.order_by("pk")] == [
        ["a@example.org"],
        ["b@example.org"],
    ]


def test_a_mail_carries_the_headers_it_was_given(db, templates, mail_server):
    mail_server.start()
    templates()
    headers = {
        "List-Unsubscribe": "<https://g48.example.org/mute/1/>",
        "Reply-To": "office@example.org",
    }

    send_mail_template("greeting", "a@example.org", {}, headers)
    send_due()

    message = mail_server.taken[0]
    assert message["List-Unsubscribe"] == "<https://g48.example.org/mute/1/>"
    assert message["Reply-To"] == "office@example.org"
    assert message.get_content_type() == "multipart/alternative"


def test_the_html_of_a_mail_asks_no_host_for_anything_and_names_its_language(
    db, templates
):
    templates()

    with override("ko"):
        send_mail_template("greeting", "reader@example.org", {})

    html = Email.objects.get().html_message
    assert '<html lang="ko">' in html
    assert not any(word in html for word in ("src=", "<link", "@import", "url("))

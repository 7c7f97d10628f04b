"""A mail is stored with what caused it, and is well-formed whatever is in it."""

import socket
import time

import pytest
from django.core.mail import BadHeaderError, EmailMessage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from base.mail import send_due
from tests.base.mail_server import send, waiting
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.usefixtures("mail_is_queued")


# --- Queueing


def test_a_mail_is_stored_and_not_sent_by_the_request_that_caused_it(db, mail_server):
    mail_server.start()

    send()

    assert mail_server.taken == []
    assert Email.objects.get().status == STATUS.queued


def test_what_people_wrote_is_not_taken_for_a_template(db):
    text = "{% lorem 3 w %} {{ 1|add:1 }} {# gone #} {% no such tag %}"

    EmailMessage(text, text, to=["reader@example.org"]).send()

    stored = Email.objects.get()
    assert (stored.subject, stored.message) == (text, text)


def test_every_mail_says_that_a_machine_wrote_it_and_on_which_site(db, mail_server):
    mail_server.start()
    send()
    send()

    send_due()

    first, second = mail_server.taken
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"].endswith("@127.0.0.1>")
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Date"]
    assert first["From"] == "Amnesty G48 <no-reply@127.0.0.1>"


def test_a_mail_keeps_its_id_when_it_is_sent_again(db, mail_server):
    mail_server.start()
    send()
    send_due()
    Email.objects.update(status=STATUS.requeued, scheduled_time=timezone.now())

    send_due()

    assert mail_server.taken[0]["Message-ID"] == mail_server.taken[1]["Message-ID"]


@pytest.mark.parametrize("subject", ["a\nBcc: x@example.org", "a\r\n\r\nb", "a\u2028b"])
def test_a_subject_never_contains_a_line_break(db, subject):
    send(subject)

    assert len(Email.objects.get().subject.splitlines()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"to": "reader@example.org\nBcc: x@example.org"},
        {"to": "Reader\r\nBcc: x@example.org <reader@example.org>"},
        {"to": "reader\x00@example.org"},
        {"bcc": ["reader@example.org\n"]},
        {"reply_to": ["reader@example.org\nBcc: x@example.org"]},
        {"from_email": "a@example.org\nBcc: x@example.org"},
        {"headers": {"List-Id": "a\nBcc: x@example.org"}},
        {"headers": {"List-Id: a\nBcc": "x@example.org"}},
    ],
)
def test_a_line_break_cannot_add_a_header(db, fields):
    with pytest.raises(BadHeaderError, match="line break"):
        send(**fields)

    assert not Email.objects.exists()


@pytest.mark.parametrize("recipient", ["", "reader", "a@example.org, b@example.org"])
def test_a_recipient_who_is_no_address_is_refused_without_naming_them(db, recipient):
    with pytest.raises(ValueError, match="to an address like") as refusal:
        EmailMessage("Vigil", "Text", to=["x@example.org", recipient or " "]).send()

    assert "b@" not in str(refusal.value)


def test_a_comma_in_a_name_does_not_make_two_recipients(db, mail_server):
    mail_server.start()
    send(to='"Kim, Minji" <minji@example.org>')

    send_due()

    assert mail_server.taken[0]["To"] == "minji@example.org"


def test_an_attachment_is_refused_when_the_mail_is_written(db):
    message = EmailMessage("Vigil", "Text", to=["reader@example.org"])
    message.attach("poster.txt", "Come!", "text/plain")

    with pytest.raises(NotImplementedError, match="Link to a file"):
        message.send()


# --- Other people's mail


@pytest.fixture
def submit_for_moderation(home_page, administrator, editor, sign_in, form_of):
    """Submit a page in the CMS, to be approved by the editors."""
    task = GroupApprovalTask.objects.create(name="Read it")
    task.groups.add(editor.groups.get())
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=home_page)
    page = StandardPageFactory(parent=home_page, title="Vigil in May", live=False)
    client = sign_in(administrator)
    form = {**form_of(page).dict(), "action-submit": "1"}

    def submit_for_moderation():
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return client.post(url, form)

    return submit_for_moderation


def test_wagtails_notifications_go_through_the_queue(submit_for_moderation):
    submit_for_moderation()

    stored = Email.objects.get(to="editor@example.org")
    assert "Vigil in May" in stored.subject
    assert stored.headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_server_that_hangs_does_not_keep_a_request_waiting(
    submit_for_moderation, mail_server
):
    with socket.create_server(("127.0.0.1", mail_server.port)):
        start = time.monotonic()
        response = submit_for_moderation()

    assert response.status_code == 302
    assert waiting().exists()
    assert time.monotonic() - start < 5  # the timeout of mail is 10 s


# --- Showing


def test_show_mail_shows_the_latest_mail_with_its_links_apart(db, capsys):
    send("Older")
    text = "Hello,\n\nconfirm at https://g48.example.org/c/1/, or see https://a.org.\n"
    EmailMessage("Confirm", text, to=["reader@example.org"]).send()

    call_command("show_mail")

    shown = capsys.readouterr().out.splitlines()
    assert shown[1:] == [
        "To: reader@example.org",
        "Subject: Confirm",
        "",
        "Hello,",
        "",
        "confirm at",
        "https://g48.example.org/c/1/",
        "or see",
        "https://a.org",
    ]


def test_show_mail_says_when_there_is_none(db, capsys):
    call_command("show_mail")

    assert "There is no mail" in capsys.readouterr().out

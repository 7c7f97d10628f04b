"""Reminders, and mails about meetings that are cancelled or take place after all."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from blog.meetings.rsvps import mails
from blog.models import RSVP, MeetingPage
from members.models import User
from operations.management.commands.worker import Command as Worker
from tests.factories import MeetingPageFactory, restrict

from .rsvps import DAY, GUEST, HOUR, come, in_past, link_in, rsvp_url


def tomorrow(blog, **fields):
    starts = timezone.now() + datetime.timedelta(hours=20)
    return MeetingPageFactory(parent=blog, title="Letters", starts=starts, **fields)


def recipients():
    return sorted(address for message in mail.outbox for address in message.to)


def test_those_who_come_are_reminded_once_the_day_before(blog, member):
    meeting = tomorrow(blog)
    come(meeting, user=member)
    come(meeting, **GUEST)

    for _ in range(3):
        mails.send_due()

    assert recipients() == ["member@example.org", "minji@example.org"]
    assert "Café Dongne" in mail.outbox[0].body
    assert link_in(mail.outbox[0]) in mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert "List-Unsubscribe-Post" not in mail.outbox[0].extra_headers


def test_a_reminder_leads_to_the_meeting_for_the_calendar(client, blog, member):
    meeting = tomorrow(blog)
    come(meeting, user=member)
    mails.send_due()
    [message] = mail.outbox

    address = f"{meeting.full_url}meeting.ics"
    assert address in message.body
    assert address in message.alternatives[0][0]
    assert client.get(f"{meeting.url}meeting.ics").status_code == 200


def test_the_worker_reminds_and_forgets(blog, member, monkeypatch):
    come(tomorrow(blog), user=member)
    come(in_past(blog, ago=31 * DAY), **GUEST)
    worker = Worker()
    monkeypatch.setattr("signal.signal", lambda *args: None)
    monkeypatch.setattr("time.sleep", worker.stop)  # after the first round

    worker.handle()

    assert recipients() == ["member@example.org"]
    assert RSVP.objects.get().user == member


def test_a_reminder_tells_no_venue_for_members(blog, member):
    come(tomorrow(blog, venue="TELLTALE", venue_for_members=True), user=member)

    mails.send_due()

    [message] = mail.outbox
    assert "TELLTALE" not in message.body + message.alternatives[0][0]


@pytest.mark.parametrize(
    "why", ["unconfirmed", "just now", "draft", "private", "later", "begun", "inactive"]
)
def test_who_is_not_reminded(blog, member, why):
    moments = {"later": 26 * HOUR, "begun": -HOUR}
    starts = timezone.now() + moments.get(why, 20 * HOUR)
    meeting = MeetingPageFactory(parent=blog, starts=starts, live=why != "draft")
    if why == "private":
        restrict(meeting)
    rsvp = come(meeting, user=member, confirmed=HOUR if why == "just now" else 3 * DAY)
    if why == "unconfirmed":
        RSVP.objects.update(confirmed_at=None)
    if why == "inactive":
        User.objects.update(is_active=False)

    mails.send_due()

    assert mail.outbox == []
    rsvp.refresh_from_db()
    assert rsvp.reminded_at is None


def test_those_who_come_hear_once_that_it_is_cancelled(blog, member):
    meeting = tomorrow(blog, cancelled=True, cancelled_because="The speaker is ill.")
    come(meeting, user=member)
    come(meeting, **GUEST)

    for _ in range(3):
        mails.send_due()

    assert recipients() == ["member@example.org", "minji@example.org"]
    assert [message.subject for message in mail.outbox] == ["Cancelled: Letters"] * 2
    assert all("The speaker is ill." in message.body for message in mail.outbox)


def test_those_told_of_a_cancellation_hear_once_that_it_takes_place(meeting, member):
    come(meeting, user=member)
    for cancelled in [True, False, True]:
        meeting.cancelled = cancelled
        meeting.save_revision().publish()
        for _ in range(3):
            mails.send_due()

    assert recipients() == ["member@example.org"] * 3
    assert [message.subject for message in mail.outbox] == [
        "Cancelled: Letters",
        "It takes place after all: Letters",
        "Cancelled: Letters",
    ]
    assert link_in(mail.outbox[1]) in mail.outbox[1].alternatives[0][0]


def test_nobody_hears_that_a_meeting_takes_place_who_knows_no_other(meeting, member):
    come(meeting, user=member)
    for cancelled in [True, False]:
        meeting.cancelled = cancelled
        meeting.save_revision().publish()
    mails.send_due()

    assert mail.outbox == []


def test_those_who_come_are_reminded_again_of_another_time(blog, member):
    meeting = tomorrow(blog)
    meeting.save_revision().publish()
    come(meeting, user=member)
    mails.send_due()
    meeting.summary = "Other words."
    meeting.save_revision().publish()
    mails.send_due()
    at_the_same_time = len(mail.outbox)
    meeting.starts += HOUR
    meeting.save_revision().publish()
    mails.send_due()
    mails.send_due()

    assert (at_the_same_time, len(mail.outbox)) == (1, 2)


def test_nobody_hears_of_a_cancellation_that_is_a_draft(meeting, member):
    come(meeting, user=member)
    meeting.cancelled = True
    meeting.save_revision()

    mails.send_due()

    assert mail.outbox == []


def test_a_mail_that_cannot_be_queued_is_not_noted_as_sent(blog, member, monkeypatch):
    come(tomorrow(blog), user=member)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("blog.meetings.rsvps.mails.send_mail_template", fail)
    with pytest.raises(RuntimeError):
        mails.send_due()

    assert RSVP.objects.get().reminded_at is None


def test_the_link_of_a_reminder_asks_before_it_acts(client, blog, member):
    meeting = tomorrow(blog)
    come(meeting, user=member)
    mails.send_due()
    link = link_in(mail.outbox[0])

    shown = client.get(link).text
    after_looking = meeting.rsvps.count()
    client.post(link, {"answer": "no"})

    assert "I am not coming" in shown
    assert (after_looking, meeting.rsvps.count()) == (1, 0)


def test_the_mail_to_confirm_says_how_long_its_link_works(client, meeting):
    client.post(rsvp_url(meeting), GUEST)

    [message] = mail.outbox
    assert "The link works for 7 days." in message.body
    assert RSVP.CONFIRM_WITHIN == 7 * DAY


def test_two_workers_mail_once(blog, member, monkeypatch):
    come(tomorrow(blog), user=member)
    found_by_both = list(RSVP.objects.due_reminders())
    for _ in range(2):
        mails.send_once("reminder", found_by_both, reminded_at=timezone.now())

    assert recipients() == ["member@example.org"]


def test_mails_are_sent_in_batches(blog, member, monkeypatch):
    monkeypatch.setattr(mails, "BATCH_SIZE", 1)
    meeting = tomorrow(blog)
    come(meeting, user=member)
    come(meeting, **GUEST)

    mails.send_due()
    first = recipients()
    mails.send_due()

    assert first == ["member@example.org"]
    assert recipients() == ["member@example.org", "minji@example.org"]


def test_nobody_hears_of_a_cancellation_who_has_not_confirmed(meeting):
    RSVP.objects.create(meeting=meeting, **GUEST)
    MeetingPage.objects.update(cancelled=True)

    mails.send_due()

    assert mail.outbox == []

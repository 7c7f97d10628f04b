"""Moderators get a mail when something new waits: at most one an hour."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import CommentDetails
from comments.moderation import decisions, digest
from comments.moderation.decisions import Decision
from comments.moderation.reports import add_report
from operations.management.commands import worker
from tests.factories import UserFactory


@pytest.fixture
def later(monkeypatch):
    """`later(minutes=61)` moves the clock."""
    started = timezone.now()

    def later(**time):
        monkeypatch.setattr(timezone, "now", lambda: started + timedelta(**time))

    return later


def paths_in(mail):
    return [
        re.sub(r"^https?://[^/]+", "", url) for url in re.findall(r"http\S+", mail.body)
    ]


def test_the_worker_sends_it(wait, moderator, mailoutbox, monkeypatch):
    wait()
    command = worker.Command()
    monkeypatch.setattr(worker.time, "sleep", lambda _seconds: command.stop())
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    monkeypatch.setattr(command, "send_mail", lambda: None)

    command.handle()

    assert [mail.to for mail in mailoutbox] == [[moderator.email]]


def test_it_goes_to_those_who_may_moderate_and_to_nobody_else(
    wait, moderator, editor, author, administrator, mailoutbox
):
    UserFactory()
    gone = UserFactory(is_active=False)
    gone.groups.set(moderator.groups.all())
    wait()

    digest.send_if_due()

    people = {moderator.email, editor.email, administrator.email}
    assert {mail.to[0] for mail in mailoutbox} == people
    assert len(mailoutbox) == 3


def test_it_tells_how_many_wait_and_nothing_of_what_they_say(
    say, wait, moderator, mailoutbox
):
    wait("TELLTALE text", name="TELLTALE")
    add_report(say("TELLTALE"), "hate", "TELLTALE", browser="one")

    digest.send_if_due()

    mail = mailoutbox[0]
    assert mail.subject == "2 comments need a moderator"
    assert "Comments that were reported: 1." in mail.body
    assert "TELLTALE" not in mail.body + mail.subject + str(mail.alternatives)


def test_its_links_lead_to_buttons_and_do_nothing_by_themselves(
    wait, moderator, mailoutbox, sign_in, client
):
    comment = wait()
    digest.send_if_due()
    paths = [path for path in paths_in(mailoutbox[0]) if path.startswith("/cms/")]

    assert paths == [
        reverse("moderation:index"),
        reverse("moderation:inspect", args=[comment.pk]),
    ]
    for path in paths:
        assert client.get(path).url.startswith(reverse("wagtailadmin_login"))
    sign_in(moderator)
    for path in paths:
        assert "Approve" in client.get(path).content.decode()
    comment.refresh_from_db()
    assert not comment.is_public


def test_for_reports_alone_it_leads_to_what_was_reported(say, moderator, mailoutbox):
    comment = say()
    add_report(comment, "hate", browser="one")

    digest.send_if_due()

    mail = mailoutbox[0]
    inspect = reverse("moderation:inspect", args=[comment.pk])
    paths = [path for path in paths_in(mail) if path.startswith("/cms/")]
    assert paths == [reverse("moderation:index") + "?state=reported", inspect]
    for body in (mail.body, mail.alternatives[0][0]):
        assert "?state=reported" in body
        assert "Comments that were reported: 1." in body
        assert "Comments that wait" not in body


def test_nothing_is_sent_when_nothing_waits(say, moderator, mailoutbox):
    say()

    digest.send_if_due()

    assert mailoutbox == []


def test_it_comes_once_for_the_same_comments(wait, moderator, mailoutbox, later):
    wait()

    digest.send_if_due()
    later(hours=30)
    digest.send_if_due()

    assert len(mailoutbox) == 1


def test_it_comes_at_most_once_an_hour(wait, moderator, mailoutbox, later):
    wait("One.")
    digest.send_if_due()
    later(minutes=10)
    wait("Two.")

    later(minutes=59)
    digest.send_if_due()
    assert len(mailoutbox) == 1

    later(minutes=61)
    digest.send_if_due()
    assert len(mailoutbox) == 2


def test_what_was_decided_in_between_is_no_news(wait, moderator, mailoutbox, later):
    wait("One.")
    digest.send_if_due()
    later(minutes=10)
    decisions.decide([wait("Two.")], Decision.APPROVE)

    later(minutes=90)
    digest.send_if_due()

    assert [mail.to for mail in mailoutbox].count([moderator.email]) == 1


def test_a_new_report_is_news(say, moderator, mailoutbox, later):
    comment = say()
    add_report(comment, "hate", browser="one")
    digest.send_if_due()

    later(minutes=70)
    add_report(comment, "hate", browser="two")
    later(minutes=71)
    digest.send_if_due()

    assert len(mailoutbox) == 2


def test_comments_without_a_time_of_holding_wait_since_they_were_written(
    wait, moderator, mailoutbox
):
    wait()
    CommentDetails.objects.update(held_at=None)

    digest.send_if_due()

    assert len(mailoutbox) == 1


def test_without_moderators_it_waits_for_one(wait, mailoutbox, db):
    wait()

    digest.send_if_due()

    assert mailoutbox == []

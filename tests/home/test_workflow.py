"""The way of a page from a draft to publication."""

import datetime

from django.core.management import call_command
from django.utils import timezone

from tests.cms import act_on
from tests.factories import BlogPageFactory


def test_what_an_editor_approves_goes_live(submitted, editor, sign_in):
    act_on(submitted.current_workflow_task_state, "approve", sign_in(editor))

    submitted.refresh_from_db()
    assert submitted.live
    assert not submitted.workflow_in_progress


def test_what_an_editor_sends_back_stays_a_draft(submitted, editor, sign_in):
    act_on(submitted.current_workflow_task_state, "reject", sign_in(editor))

    submitted.refresh_from_db()
    assert not submitted.live


def test_the_author_gets_a_mail_when_their_draft_goes_live(
    submitted, author, editor, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        act_on(submitted.current_workflow_task_state, "approve", sign_in(editor))

    assert [author.email] in [mail.to for mail in mailoutbox]


def test_a_page_goes_live_when_its_time_has_come(blog, editor, monkeypatch):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    post = BlogPageFactory(parent=blog, live=False, go_live_at=tomorrow)
    post.save_revision().publish(user=editor)

    call_command("publish_scheduled")
    post.refresh_from_db()
    assert not post.live

    monkeypatch.setattr(
        timezone, "now", lambda: tomorrow + datetime.timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    post.refresh_from_db()
    assert post.live

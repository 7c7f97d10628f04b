"""The dashboard of the CMS."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    BlogPageFactory,
    UserFactory,
)

from .drafts import HALF_PAST_NINE_IN_SEOUL, button_to_write, schedule, write_draft


def panel(html, name):
    """The part of the dashboard between that heading and the next."""
    parts = re.split(r"<section[^>]*aria-labelledby=", html)
    return next((part for part in parts if part.startswith(f'"{name}-heading"')), "")


def test_the_dashboard_of_an_empty_site_offers_nothing_to_write(author, seen_by):
    html = seen_by(author)

    assert "How to publish" in html
    assert button_to_write(html) is None


@pytest.mark.parametrize("who", ["author", "editor", "administrator"])
def test_the_button_to_write_a_post_leads_to_an_empty_post(who, blog, request, seen_by):
    user = request.getfixturevalue(who)

    url = button_to_write(seen_by(user))

    assert 'name="summary"' in seen_by(user, url)


def test_who_may_not_write_is_not_told_to(blog, seen_by):
    guest = UserFactory()
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert button_to_write(seen_by(guest)) is None


@pytest.mark.parametrize(
    ("who", "step"), [("author", "then “Submit”"), ("editor", "then “Publish”")]
)
def test_the_way_of_a_post_ends_with_the_button_that_one_has(
    who, step, blog, request, seen_by
):
    html = panel(seen_by(request.getfixturevalue(who)), "how-to-publish")

    assert step in html
    assert html.count("then “") == 1


def test_the_dashboard_lists_ones_own_drafts(blog, author, seen_by):
    draft = write_draft(blog, author, title="My letters")

    html = panel(seen_by(author), "drafts")

    assert "My letters" in html
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in html


def test_drafts_of_others_are_not_ones_own(blog, author, editor, seen_by):
    write_draft(blog, author)

    assert panel(seen_by(editor), "drafts") == ""


def test_a_draft_that_an_editor_changed_stays_with_its_author(
    blog, author, editor, seen_by
):
    write_draft(blog, author).save_revision(user=editor)

    assert "Letters" in panel(seen_by(author), "drafts")


def test_a_draft_is_not_listed_a_second_time_as_a_recent_edit(blog, author, seen_by):
    write_draft(blog, author).save_revision(user=author, log_action=True)

    assert seen_by(author).count("Letters") == 1


def test_changes_to_a_published_page_are_a_draft(blog, editor, seen_by):
    post = BlogPageFactory(parent=blog, title="Letters")
    post.title = "More letters"
    post.save_revision(user=editor)

    html = panel(seen_by(editor), "drafts")

    assert "More letters" in html
    assert "changes not published" in html


def test_what_waits_for_an_editor_is_listed_once(blog, author, seen_by):
    draft = write_draft(blog, author)
    draft.get_workflow().start(draft, author)

    html = seen_by(author)

    assert panel(html, "drafts") == ""
    assert "Letters" in panel(html, "objects-in-workflow")


def test_what_an_editor_sent_back_is_a_draft_again(blog, author, editor, seen_by):
    draft = write_draft(blog, author)
    draft.get_workflow().start(draft, author)
    draft.current_workflow_task_state.reject(user=editor)

    assert "Letters" in panel(seen_by(author), "drafts")


def test_an_editor_sees_what_waits_for_them(blog, author, editor, seen_by):
    draft = write_draft(blog, author)
    draft.get_workflow().start(draft, author)

    assert "An editor reads it first" in seen_by(editor)


def test_what_is_published_is_no_draft(blog, editor, seen_by):
    write_draft(blog, editor).get_latest_revision().publish(user=editor)

    assert panel(seen_by(editor), "drafts") == ""


def test_only_the_newest_five_drafts_are_listed(blog, author, seen_by):
    for number in range(1, 8):
        write_draft(blog, author, title=f"Letter {number}")

    titles = re.findall(r"Letter \d", panel(seen_by(author), "drafts"))

    assert titles == ["Letter 7", "Letter 6", "Letter 5", "Letter 4", "Letter 3"]


def test_a_scheduled_page_is_listed_with_its_time_in_seoul(blog, editor, seen_by):
    schedule(write_draft(blog, editor), editor)

    html = seen_by(editor)

    assert "Letters" in panel(html, "scheduled")
    assert "Tuesday, 28 March 2124, 09:30" in panel(html, "scheduled")
    assert panel(html, "drafts") == ""


def test_the_time_is_in_seoul_wherever_the_reader_is(blog, editor, seen_by):
    schedule(write_draft(blog, editor), editor)
    seen_by(editor, reverse("wagtailadmin_account"))  # makes the profile
    editor.wagtail_userprofile.current_time_zone = "America/New_York"
    editor.wagtail_userprofile.save()

    assert "09:30" in panel(seen_by(editor), "scheduled")


def test_scheduled_pages_are_listed_in_the_order_of_their_time(blog, editor, seen_by):
    day = datetime.timedelta(days=1)
    schedule(write_draft(blog, editor, "Later"), editor, HALF_PAST_NINE_IN_SEOUL + day)
    schedule(write_draft(blog, editor, "Sooner"), editor)

    html = panel(seen_by(editor), "scheduled")

    assert html.index("Sooner") < html.index("Later")


def test_an_author_sees_only_their_own_scheduled_pages(blog, author, editor, seen_by):
    schedule(write_draft(blog, author, "Mine"), editor)
    schedule(write_draft(blog, editor, "Theirs"), editor)

    html = panel(seen_by(author), "scheduled")

    assert "Mine" in html
    assert "Theirs" not in html


def test_the_dashboard_costs_the_same_however_much_it_lists(blog, editor, seen_by):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            seen_by(editor)
        return len(captured)

    def fill():
        write_draft(blog, editor)
        schedule(write_draft(blog, editor), editor)

    fill()
    seen_by(editor)  # fills the caches
    before = queries()
    for _ in range(4):
        fill()

    assert queries() == before

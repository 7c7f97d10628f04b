"""The screens of the CMS that are ours, and that every page can be edited in it."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Page, get_page_models

from blog.models import BlogIndexPage, BlogPage, MeetingPage
from history.models import HistoryPage, TimelineEntryPage
from home.models import HomePage, StandardPage
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    MeetingPageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    UserFactory,
)

DASHBOARD = reverse("wagtailadmin_home")
HELP = reverse("cms_help")
AUTHORS = reverse("wagtailsnippets_blog_author:list")
HALF_PAST_NINE_IN_SEOUL = datetime.datetime(2124, 3, 28, 0, 30, tzinfo=datetime.UTC)


@pytest.fixture
def seen_by(sign_in):
    """`seen_by(user, address)` is the HTML that the user gets there."""

    def seen_by(user, address=DASHBOARD):
        response = sign_in(user).get(address)
        assert response.status_code == 200
        return response.content.decode()

    return seen_by


def panel(html, name):
    """The part of the dashboard between that heading and the next."""
    parts = re.split(r"<section[^>]*aria-labelledby=", html)
    return next((part for part in parts if part.startswith(f'"{name}-heading"')), "")


def button_to_write(html):
    """Where the button "Write a post" leads, or None without one."""
    found = re.search(r'<a class="button" href="([^"]*)">Write a post</a>', html)
    return found and found[1]


def write_draft(blog, user, title="Letters", **fields):
    draft = BlogPageFactory(parent=blog, title=title, owner=user, live=False, **fields)
    draft.save_revision(user=user)
    return draft


def schedule(draft, editor, when=HALF_PAST_NINE_IN_SEOUL):
    draft.go_live_at = when
    draft.save_revision(user=draft.owner).publish(user=editor)


# --- The dashboard


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


# --- Help


@pytest.mark.parametrize("who", ["author", "editor", "administrator"])
def test_everybody_in_the_cms_can_read_the_handbook(who, blog, request, seen_by):
    html = seen_by(request.getfixturevalue(who), HELP)

    assert "Mark Korean words" in html
    assert button_to_write(html)


def test_the_handbook_of_an_empty_site_has_no_button(editor, seen_by):
    assert button_to_write(seen_by(editor, HELP)) is None


def test_the_handbook_has_one_heading_and_parts_below_it(editor, seen_by):
    levels = re.findall(r"<h(\d)", seen_by(editor, HELP).partition("<main")[2])

    assert levels[0] == "1"
    assert levels.count("1") == 1
    assert set(levels[1:]) == {"2"}


def test_every_link_within_the_handbook_leads_somewhere(editor, seen_by):
    html = seen_by(editor, HELP)

    linked = re.findall(r'<li><a href="#([\w-]+)"', html)
    assert linked
    assert linked == re.findall(r'<h2 id="([\w-]+)"', html)


def test_the_menu_has_one_help_at_its_end(author, rf):
    request = rf.get(DASHBOARD)
    request.user = author

    items = admin_menu.menu_items_for_request(request)
    labels = [item.label for item in sorted(items, key=lambda item: item.order)]
    assert labels[-1] == "Help"
    assert labels.count("Help") == 1


# --- The look


@pytest.mark.parametrize("address", [DASHBOARD, HELP])
def test_the_cms_bears_the_name_and_the_candle(address, editor, seen_by):
    html = seen_by(editor, address)

    assert "Amnesty G48</title>" in html
    assert 'alt="Amnesty G48"' in html
    assert 'rel="icon" href="/static/img/favicon.svg"' in html


def test_the_cms_loads_our_colours_after_its_own(editor, seen_by):
    html = seen_by(editor, DASHBOARD)

    assert 0 < html.index("wagtailadmin/css/core.css") < html.index("css/cms.css")
    assert finders.find("css/cms.css")
    assert finders.find("img/favicon.svg")


@pytest.mark.parametrize("address", [DASHBOARD, HELP, AUTHORS])
def test_our_screens_hold_no_inline_style_or_script(address, blog, editor, seen_by):
    schedule(write_draft(blog, editor), editor)
    write_draft(blog, editor)

    html = seen_by(editor, address)

    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert all(
        "src=" in script or "application/json" in script
        for script in re.findall(r"<script[^>]*>", html)
    )


# --- Authors of posts


def test_authors_are_in_the_menu_of_an_editor(editor, seen_by):
    assert AUTHORS in seen_by(editor)


def test_authors_are_not_in_the_menu_of_who_may_not_change_them(author, seen_by):
    assert AUTHORS not in seen_by(author)


def test_authors_are_found_by_the_beginning_of_a_name(editor, seen_by):
    AuthorFactory(name="한나 Kim")
    AuthorFactory(name="Robert Lee")

    html = seen_by(editor, f"{AUTHORS}?q=한")

    assert "한나 Kim" in html
    assert "Robert Lee" not in html


def test_the_slug_of_an_author_follows_the_name(editor, seen_by):
    html = seen_by(editor, reverse("wagtailsnippets_blog_author:add"))

    name = re.search(r'<input[^>]*name="name"[^>]*>', html)[0]
    assert 'data-w-sync-target-value="#id_slug"' in name


# --- Every page type


@pytest.fixture
def page(request, home_page, blog, history):
    """A page of the type asked for."""
    return {
        HomePage: lambda: home_page,
        BlogIndexPage: lambda: blog,
        HistoryPage: lambda: history,
        StandardPage: lambda: StandardPageFactory(parent=home_page),
        BlogPage: lambda: BlogPageFactory(parent=blog),
        MeetingPage: lambda: MeetingPageFactory(parent=blog),
        TimelineEntryPage: lambda: TimelineEntryPageFactory(parent=history),
    }[request.param]()


PAGE_TYPES = [
    HomePage,
    StandardPage,
    BlogIndexPage,
    BlogPage,
    MeetingPage,
    HistoryPage,
    TimelineEntryPage,
]


def test_no_page_type_is_forgotten_here():
    ours = {model for model in get_page_models() if model.is_creatable}

    assert set(PAGE_TYPES) == ours - {Page}


@pytest.mark.parametrize("page", PAGE_TYPES, indirect=True)
def test_a_page_is_editable(page, editor, wagtail, sign_in, form_of):
    sign_in(editor)
    form = form_of(page)
    form["action-publish"] = "on"

    wagtail.assertPageIsEditable(page, form, user=editor)

    assert page.revisions.get().user == editor  # so the form was without errors


@pytest.mark.parametrize(
    ("page_type", "parents", "children"),
    [
        (HomePage, [Page], [StandardPage, HistoryPage, BlogIndexPage]),
        (StandardPage, [HomePage, StandardPage], [StandardPage]),
        (BlogIndexPage, [HomePage], [BlogPage, MeetingPage]),
        (BlogPage, [BlogIndexPage], []),
        (MeetingPage, [BlogIndexPage], []),
        (HistoryPage, [HomePage], [TimelineEntryPage]),
        (TimelineEntryPage, [HistoryPage], []),
    ],
)
def test_a_page_has_its_place_in_the_tree(page_type, parents, children, wagtail):
    wagtail.assertAllowedParentPageTypes(page_type, parents)
    wagtail.assertAllowedSubpageTypes(page_type, children)

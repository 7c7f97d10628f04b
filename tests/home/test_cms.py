"""The handbook, the menu and the look of the CMS."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from tests.factories import (
    AuthorFactory,
)

from .drafts import button_to_write, schedule, write_draft

DASHBOARD = reverse("wagtailadmin_home")
HELP = reverse("cms_help")
AUTHORS = reverse("wagtailsnippets_blog_author:list")


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

"""Drafts, scheduled and not, and where the CMS offers to write one."""

import datetime
import re

from tests.factories import BlogPageFactory

HALF_PAST_NINE_IN_SEOUL = datetime.datetime(2124, 3, 28, 0, 30, tzinfo=datetime.UTC)


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

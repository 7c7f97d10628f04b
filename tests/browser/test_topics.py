"""The whole way of a topic: suggested, supported, planned, published, discussed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import MeetingPage
from members.models import User
from topics import planning

from .judges import DRAFTAIL_HINT, other_than

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}}


def test_a_topic_becomes_a_meeting(
    new_page, post, hold, sent_at_once, editor, mailoutbox, problems
):
    hold("none")
    # A visitor suggests it.
    visitor = new_page(**PHONE)
    visitor.goto(post.url)
    visitor.get_by_label("Your comment").fill("Could we write letters together?")
    visitor.get_by_label("Name", exact=True).fill("Jun")
    visitor.get_by_label("E-mail").fill("jun@example.org")
    visitor.get_by_label("Suggest this as a topic for a meeting").check()
    visitor.get_by_role("button", name="Post this comment").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    visitor.goto(re.search(r"/comments/confirm/\S+", mailoutbox[0].body)[0])
    visitor.get_by_role("button", name="Post this comment").click()
    expect(visitor.get_by_role("link", name="Topic for a meeting")).to_be_visible()

    # A member supports it.
    member = User.objects.remember("mina@example.org", "Mina")
    page = new_page(user=member, **PHONE)
    page.goto("/topics/")
    page.get_by_role("link", name="Support Could we write letters together?").click()
    page.get_by_label("Tell me by mail what becomes of it").check()
    page.get_by_role("button", name="Support this topic").click()
    expect(page.get_by_text("You support this topic.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("1 member supports it")).to_be_visible()

    # An editor plans it, and publishes the meeting.
    cms = new_page(user=editor, viewport={"width": 1280, "height": 800})
    cms.goto("/cms/topics/")
    cms.get_by_role("link", name="Plan this Could we write letters together?").click()
    cms.get_by_label("Title").fill("A letter evening")
    cms.get_by_role("button", name="Plan it").click()
    expect(cms.get_by_text("1 topic is planned.")).to_be_visible()
    expect(cms.locator("#id_title")).to_have_value("A letter evening")
    mailoutbox.clear()
    cms.get_by_role("button", name="More actions").last.click()
    cms.get_by_role("button", name="Publish").click()
    expect(cms.get_by_role("status").get_by_text("has been published")).to_be_visible()

    # Those who asked hear of it, and find the meeting.
    addresses = [address for mail in mailoutbox for address in mail.to]
    assert sorted(addresses) == ["jun@example.org", "mina@example.org"]
    meeting = MeetingPage.objects.get()
    assert meeting.full_url in mailoutbox[0].body
    page.goto(meeting.url)
    expect(page.get_by_role("heading", name="What we talk about")).to_be_visible()
    page.goto("/topics/?state=planned")
    expect(page.get_by_role("link", name="A letter evening")).to_be_visible()

    # The evening comes and goes.
    MeetingPage.objects.update(
        starts=timezone.now() - timedelta(hours=3),
        ends=timezone.now() - timedelta(hours=1),
    )
    planning.mark_past_discussed()
    page.goto("/topics/?state=discussed")
    expect(page.get_by_text("Could we write letters together?")).to_be_visible()
    assert other_than(DRAFTAIL_HINT, problems) == []

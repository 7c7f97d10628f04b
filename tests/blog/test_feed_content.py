"""What a reader's program shows of an entry: its content alone, without our style sheets."""

import datetime
import re
from zoneinfo import ZoneInfo

import feedparser
import pytest

from blog.models import BlogPage
from tests.base.unstyled import read
from tests.factories import (
    BlogPageFactory,
    ImageFactory,
    MeetingPageFactory,
    action,
    embed,
    gallery,
    link_to,
    paragraph,
    picture,
    queries_of,
)

STARTS = datetime.datetime(2099, 12, 5, 15, tzinfo=ZoneInfo("Asia/Seoul"))


@pytest.fixture
def entry(client):
    """`entry()` is the one entry of the feed, its content as `html`."""

    def entry():
        [entry] = feedparser.parse(client.get("/blog/feed/").content).entries
        entry.html = entry.content[0].value
        return entry

    return entry


def meet(blog, **fields):
    fields = {"starts": STARTS, "body": [paragraph("<p>We talk.</p>")], **fields}
    return MeetingPageFactory(parent=blog, title="Letters", **fields)


def test_every_address_is_absolute_and_pictures_are_plain(entry, blog):
    image = ImageFactory()
    post = BlogPageFactory(parent=blog, cover=image)
    post.body = [
        paragraph(f'<p>{link_to(post)} <a href="#part">below</a></p>'),
        picture(image, "A caption"),
        gallery(image, image),
        embed(image=image),
        action(identifier="8f8e2ee1-7a3a-4d9c-8a5e-7f0f3d8f3c11"),
    ]
    post.save()
    html = entry().html

    addresses = re.findall(r'(?:href|src|action|poster)="([^"]*)"', html)
    pictures = re.findall(r"<img [^>]*>", html)
    assert len(addresses) >= 8
    assert all(re.match("https?://", address) for address in addresses)
    assert f"{post.full_url}#part" in addresses
    assert len(pictures) == 5
    assert all('alt="A candle in the dark"' in picture for picture in pictures)
    assert not re.search("srcset|<source|<picture|loading=|class=|<div", html)


def test_pictures_of_a_feed_can_be_fetched(client, entry, blog):
    BlogPageFactory(parent=blog, cover=ImageFactory())
    [src] = re.findall(r'src="http://testserver([^"]*)"', entry().html)

    assert client.get(src).status_code == 200


def test_the_cover_and_the_summary_come_before_the_text(entry, blog):
    body = [paragraph("<p>The text.</p>")]
    BlogPageFactory(parent=blog, summary="In short.", cover=ImageFactory(), body=body)
    html = entry().html

    assert html.index("In short.") < html.index("<img") < html.index("The text.")


@pytest.mark.parametrize("summary", ["In short.", ""])
def test_no_entry_is_empty(entry, blog, summary):
    BlogPageFactory(parent=blog, title="A title")
    BlogPage.objects.update(summary=summary)

    assert read(entry().html) == (summary or "A title")


def test_a_meeting_begins_with_when_and_where(entry, blog):
    meet(blog, venue="Café Dongne", map_link="https://map.example.org/1")
    lines = read(entry().html).splitlines()

    assert lines[0] == "When: Saturday 5 December 2099, 15:00 to 17:00, in Seoul"
    assert lines[1] == "Where: Café Dongne (Map)"
    assert "We talk." in lines


def test_a_cancelled_meeting_says_so_in_title_and_content(entry, blog):
    meet(blog, cancelled=True, cancelled_because="The speaker is ill.")
    told = entry()

    assert told.title == "Cancelled: Letters"
    assert read(told.html).startswith(
        "This meeting is cancelled. The speaker is ill.\nWhen: Saturday"
    )


def test_a_venue_for_members_is_in_no_feed(client, entry, blog):
    meet(
        blog,
        venue="TELLTALE",
        map_link="https://t.org/TELLTALE",
        venue_for_members=True,
    )

    assert "Where: Shown to members" in read(entry().html)
    assert "TELLTALE" not in client.get("/blog/feed/").text


def test_the_lines_of_an_address_stay_lines(entry, blog):
    letter = action(
        addressee="The Minister of Justice",
        address="Ministry of Justice\nGwacheon",
        email="minister@example.org",
    )
    BlogPageFactory(parent=blog, body=[letter])

    assert (
        "The Minister of Justice\nMinistry of Justice\nGwacheon\nminister@example.org"
        in read(entry().html)
    )


def test_a_feed_costs_the_same_however_much_is_in_it(client, blog):
    def cost(number):
        for _ in range(number):
            BlogPageFactory(parent=blog, cover=ImageFactory())
            meet(blog, cover=ImageFactory())
        return queries_of(client, "/blog/feed/")

    assert cost(1) == cost(4)

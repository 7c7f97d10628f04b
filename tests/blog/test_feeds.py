"""The feeds, read as a reader's program reads them."""

import datetime
import re
from xml.dom.minidom import parseString

import feedparser
import pytest
from wagtail.models import Site

from tests.factories import (
    PUBLISHED,
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    link_to,
    paragraph,
    picture,
    restrict,
)
from tests.hidden import hide_things

ATTACK = "\"'><script>alert(1)</script> & AT&T"
LATER = PUBLISHED + datetime.timedelta(days=3)


@pytest.fixture
def read(client):
    """`read(address)` is the feed there, which is without errors."""

    def read(address="/blog/feed/"):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        headers = {"content-type": response["Content-Type"]}
        feed = feedparser.parse(response.content, response_headers=headers)
        assert not feed.bozo, feed.bozo_exception
        return feed

    return read


def titles(feed):
    return [entry.title for entry in feed.entries]


def test_the_feed_has_the_twenty_newest_posts_the_newest_first(read, blog):
    for day in range(1, 23):
        date = datetime.date(2024, 1, day)
        BlogPageFactory(parent=blog, title=f"Of day {day}", date=date)

    assert titles(read()) == [f"Of day {day}" for day in range(22, 2, -1)]


def test_a_feed_without_posts_is_a_feed(read, blog):
    assert read().entries == []


def test_the_feed_says_whose_it_is_and_where(read, blog):
    blog.introduction = "News & views"
    blog.save()
    feed = read().feed

    assert feed.title == "Amnesty G48"
    assert feed.subtitle == "News & views"
    assert feed.link == "http://testserver/blog/"
    assert feed.id == "http://testserver/blog/feed/"
    assert {(link.rel, link.href) for link in feed.links} == {
        ("alternate", "http://testserver/blog/"),
        ("self", "http://testserver/blog/feed/"),
    }


def test_an_entry_has_all_that_the_post_has(read, blog):
    BlogPageFactory(
        parent=blog,
        title="One letter",
        summary="What a letter can do.",
        authors=[AuthorFactory(name="Kim"), AuthorFactory(name="Lee")],
        tags=["letters", "편지"],
        body=[paragraph("<p>Write it <b>today</b>.</p>")],
    )
    [entry] = read().entries

    assert entry.title == "One letter"
    assert entry.summary == "What a letter can do."
    assert entry.author == "Kim, Lee"
    assert {tag.term for tag in entry.tags} == {"letters", "편지"}
    assert "<p>Write it <b>today</b>.</p>" in entry.content[0].value


def test_a_post_without_an_author_is_the_group_s(read, blog):
    BlogPageFactory(parent=blog)

    assert read().entries[0].author == "Amnesty G48"


def test_all_links_are_whole_addresses(read, blog):
    image = ImageFactory()
    post = BlogPageFactory(parent=blog, title="세계 인권 선언")
    post.body = [paragraph(f"<p>{link_to(post)}</p>"), picture(image)]
    post.save()
    [entry] = read().entries
    addresses = re.findall(r'(?:href|src)="([^"]*)"', entry.content[0].value)

    assert entry.link == post.full_url
    assert len(addresses) >= 2
    assert all(address.startswith("http://testserver/") for address in addresses)


def test_the_links_are_those_of_the_site_whatever_the_reader_called_it(
    client, blog, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    BlogPageFactory(parent=blog)
    response = client.get("/blog/feed/", headers={"host": "other.example"})

    assert "other.example" not in response.text


def test_an_entry_keeps_its_id_when_title_text_and_address_change(read, blog):
    post = BlogPageFactory(parent=blog, title="Before", slug="before")
    before = read().entries[0]
    post.title, post.slug, post.summary = "After", "after", "Changed."
    post.save_revision().publish()
    after = read().entries[0]

    assert (before.title, after.title) == ("Before", "After")
    assert before.link != after.link
    assert before.id == after.id


def test_an_entry_keeps_its_id_when_the_site_gets_a_name(read, blog):
    BlogPageFactory(parent=blog)
    before = read().entries[0].id
    Site.objects.update(hostname="g48.example.org")

    assert read().entries[0].id == before


def test_each_entry_has_its_own_id(read, blog):
    BlogPageFactory.create_batch(3, parent=blog)

    assert len({entry.id for entry in read().entries}) == 3


def test_an_entry_says_when_it_was_published_and_when_it_changed(read, blog):
    BlogPageFactory(parent=blog, last_published_at=LATER)
    [entry] = read().entries

    assert entry.published == "2024-05-17T03:00:00+00:00"
    assert entry.updated == "2024-05-20T03:00:00+00:00"


def test_a_post_that_was_never_published_by_hand_has_the_time_of_its_date(read, blog):
    BlogPageFactory(
        parent=blog, date=datetime.date(2009, 8, 7), first_published_at=None
    )
    [entry] = read().entries

    assert entry.published == entry.updated == "2009-08-07T00:00:00+09:00"


def test_the_feed_changed_when_its_last_post_did(read, blog):
    BlogPageFactory(parent=blog)
    BlogPageFactory(
        parent=blog, date=datetime.date(2020, 1, 1), last_published_at=LATER
    )

    assert read().feed.updated == "2024-05-20T03:00:00+00:00"


def test_what_is_written_about_a_post_is_text(read, blog):
    author = AuthorFactory(name=ATTACK)
    BlogPageFactory(
        parent=blog, title=ATTACK, summary=ATTACK, authors=[author], tags=[ATTACK]
    )
    [entry] = read().entries

    assert entry.author == ATTACK
    assert entry.tags[0].term == ATTACK
    assert (entry.title, entry.title_detail.type) == (ATTACK, "text/plain")
    assert entry.summary_detail.type == "text/html"
    assert "&lt;script&gt;alert(1)" in entry.summary


def test_the_summary_is_not_taken_for_html(client, blog):
    BlogPageFactory(parent=blog, summary="1 < 2 <b>bold</b>")
    xml = parseString(client.get("/blog/feed/").content)  # noqa: S318 - our own
    [summary] = xml.getElementsByTagName("summary")

    assert summary.getAttribute("type") == "html"
    assert summary.firstChild.data == "1 &lt; 2 &lt;b&gt;bold&lt;/b&gt;"


def test_what_xml_cannot_hold_is_left_out(read, blog):
    pasted = "A\x0bB\x1fC\ufffeD"
    blog.introduction = pasted
    blog.save()
    BlogPageFactory(
        parent=blog,
        title=pasted,
        summary=pasted,
        tags=[pasted],
        authors=[AuthorFactory(name=pasted)],
        body=[paragraph(f"<p>{pasted}</p>")],
    )
    feed = read()
    [entry] = feed.entries

    assert feed.feed.subtitle == "ABCD"
    assert entry.title == entry.summary == entry.author == "ABCD"
    assert entry.tags[0].term == "ABCD"
    assert "<p>ABCD</p>" in entry.content[0].value


@pytest.mark.parametrize("tag", ["letters", "편지", "인권 편지"])
def test_the_feed_of_a_tag_has_the_posts_with_it_only(read, blog, tag):
    BlogPageFactory(parent=blog, title="Tagged", tags=[tag])
    BlogPageFactory(parent=blog, title="Not tagged", tags=["other"])
    slug = tag.replace(" ", "-")
    feed = read(f"/blog/tag/{slug}/feed/")

    assert titles(feed) == ["Tagged"]
    assert feed.feed.title == f"Amnesty G48: {tag}"
    assert feed.feed.link.startswith("http://testserver/blog/tag/")


def test_the_list_of_a_tag_leads_to_its_feed(client, read, blog):
    BlogPageFactory(parent=blog, title="Tagged", tags=["편지"])
    page = client.get("/blog/tag/편지/").text
    [address] = re.findall(
        r'title="Amnesty G48: Posts about 편지" href="([^"]*)"', page
    )

    assert titles(read(address.removeprefix("http://testserver"))) == ["Tagged"]


@pytest.mark.parametrize("address", ["/", "/blog/", "/history/", "/nowhere/"])
def test_every_page_leads_to_the_feed(client, history, blog, address):
    page = client.get(address).text

    assert 'title="Amnesty G48" href="/blog/feed/"' in page
    assert '<a href="/blog/feed/">Feed of new posts</a>' in page


def test_nothing_hidden_is_in_a_feed(client, read, home_page, blog, history):
    hide_things(home_page, blog, history)

    for address in ["/blog/feed/", "/blog/tag/candle/feed/"]:
        assert titles(read(address)) == ["Changed"]
        assert "telltale" not in client.get(address).text.lower()


def test_the_feed_of_a_restricted_blog_asks_to_sign_in(client, blog):
    restrict(blog)

    assert client.get("/blog/feed/").status_code == 302


def test_no_address_of_anybody_is_in_a_feed(client, blog, editor):
    BlogPageFactory(parent=blog, owner=editor)

    assert "@" not in client.get("/blog/feed/").text

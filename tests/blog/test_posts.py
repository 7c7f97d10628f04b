"""Posts: what their pages show and cost."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.models import BlogPage
from tests.factories import (
    PUBLISHED,
    AuthorFactory,
    BlogPageFactory,
    DocumentFactory,
    ImageFactory,
    call_to_action,
    document,
    embed,
    gallery,
    link_to,
    paragraph,
    picture,
    queries_of,
)

ATTACK = "\"'><script>alert(1)</script>"


def part(response, beginning, end):
    return response.text.partition(beginning)[2].partition(end)[0]


def structured_data(response):
    text = part(response, '<script type="application/ld+json">', "</script>")
    return {each["@type"]: each for each in json.loads(text)["@graph"]}


def full_post(blog, times, **fields):
    """A post with `times` as much of everything, among as many others."""
    tags = [f"tag {number}" for number in range(times)]
    authors = AuthorFactory.create_batch(times)
    others = [
        BlogPageFactory(parent=blog, tags=tags, authors=authors, cover=ImageFactory())
        for _ in range(3 * times)
    ]
    pictures = ImageFactory.create_batch(4 * times)
    return BlogPageFactory(
        parent=blog,
        tags=tags,
        authors=authors,
        cover=ImageFactory(),
        body=[
            *[picture(each) for each in pictures[:times]],
            gallery(*pictures[times : 3 * times]),
            *[embed(image=each) for each in pictures[3 * times :]],
            *[paragraph(f"<p>{link_to(each)} {link_to(each)}</p>") for each in others],
            *[call_to_action(page=each) for each in others],
            *[document(each) for each in DocumentFactory.create_batch(times)],
        ],
        **fields,
    )


def test_a_post_costs_few_queries(client, blog):
    others = BlogPageFactory.create_batch(4, parent=blog, tags=["candle"])
    post = BlogPageFactory(
        parent=blog,
        tags=["candle"],
        authors=AuthorFactory.create_batch(2),
        cover=ImageFactory(),
        body=[paragraph(f"<p>{link_to(each)}</p>") for each in others],
    )

    assert queries_of(client, post.url) <= 15


def test_a_post_costs_the_same_however_much_is_in_it(client, blog):
    small = full_post(blog, times=1)
    before = queries_of(client, small.url)
    large = full_post(blog, times=10)

    assert queries_of(client, large.url) == before


def test_a_post_shows_who_wrote_it_when_and_about_what(client, blog):
    post = BlogPageFactory(
        parent=blog,
        title="One letter",
        date="2024-05-17",
        summary="What a letter can do.",
        authors=[AuthorFactory(name="Kim", slug="kim")],
        tags=["Letters"],
    )

    shown = client.get(post.url).text

    assert "<h1>One letter</h1>" in shown
    assert '<time datetime="2024-05-17">17 May 2024</time>' in shown
    assert "What a letter can do." in shown
    assert '<a rel="author" href="/blog/author/kim/"><bdi>Kim</bdi></a>' in shown
    assert '<a rel="tag" href="/blog/tag/letters/">Letters</a>' in shown


def test_a_post_says_when_it_was_changed_on_a_later_day(client, blog):
    later = PUBLISHED + datetime.timedelta(days=3)
    post = BlogPageFactory(parent=blog, last_published_at=later)

    assert "20 May 2024" in client.get(post.url).text


def test_a_post_that_was_mended_on_its_day_is_not_called_changed(client, blog):
    later = PUBLISHED + datetime.timedelta(hours=3)
    post = BlogPageFactory(parent=blog, last_published_at=later)

    assert "updated" not in client.get(post.url).text


def test_the_days_of_a_change_are_those_of_seoul(blog):
    last_minute = datetime.datetime(2024, 5, 17, 14, 59, tzinfo=datetime.UTC)
    minute_after = last_minute + datetime.timedelta(minutes=1)

    assert BlogPageFactory(parent=blog, last_published_at=last_minute).updated is None
    assert BlogPageFactory(
        parent=blog, last_published_at=minute_after
    ).updated == datetime.date(2024, 5, 18)


def test_a_post_written_in_korean_says_so(client, blog):
    post = BlogPageFactory(parent=blog, title="세계 인권 선언")

    shown = client.get(post.url).text

    assert post.slug == "세계-인권-선언"
    assert '<article class="column post" lang="ko">' in shown


def test_a_post_whose_cover_is_deleted_is_shown_without(client, blog):
    cover = ImageFactory()
    post = BlogPageFactory(parent=blog, cover=cover)
    before = client.get(post.url).text
    cover.delete()

    assert "picture--cover" in before
    assert "picture--cover" not in client.get(post.url).text
    assert client.get("/blog/").status_code == 200


@pytest.mark.parametrize("field", ["title", "summary", "search_description"])
def test_what_is_written_about_a_post_is_never_html(client, blog, field):
    BlogPageFactory(parent=blog, slug="attack", tags=["candle"], **{field: ATTACK})
    BlogPageFactory(parent=blog, slug="other", tags=["candle"])

    for address in ["/", "/blog/", "/blog/attack/", "/blog/other/"]:
        assert "<script>alert" not in client.get(address).text


def test_a_tag_or_a_name_is_never_html(client, blog):
    author = AuthorFactory(name=ATTACK, slug="attack", about=ATTACK)
    BlogPageFactory(parent=blog, slug="post", tags=[ATTACK], authors=[author])
    tag = BlogPage.objects.get().tags.get()

    for address in ["/blog/", "/blog/post/", "/blog/author/attack/"]:
        shown = client.get(address).text
        assert "alert(1)" in shown
        assert "<script>alert" not in shown
    assert "<script>alert" not in client.get(f"/blog/tag/{tag.slug}/").text


def test_a_caption_or_a_credit_is_never_html(client, blog):
    image = ImageFactory(title=ATTACK, description=ATTACK, credit=ATTACK)
    post = BlogPageFactory(
        parent=blog, cover=image, body=[picture(image, ATTACK), gallery(image, image)]
    )

    shown = client.get(post.url).text

    assert shown.count("alert(1)") > 5
    assert "<script>alert" not in shown


def test_structured_data_says_who_published_what_when(client, blog):
    post = BlogPageFactory(
        parent=blog,
        title="</script> & “quotes”",
        slug="quotes",
        tags=["편지"],
        authors=[AuthorFactory(name="Kim")],
    )

    data = structured_data(client.get(post.url))

    assert data["BlogPosting"]["headline"] == "</script> & “quotes”"
    assert data["BlogPosting"]["datePublished"] == "2024-05-17"
    assert data["BlogPosting"]["keywords"] == ["편지"]
    assert data["BlogPosting"]["author"] == [{"@type": "Person", "name": "Kim"}]
    assert [each["name"] for each in data["BreadcrumbList"]["itemListElement"]] == [
        "Amnesty G48",
        "Blog",
        "</script> & “quotes”",
    ]


def test_a_post_that_was_never_saved_can_be_previewed(rf, blog):
    post = BlogPage(title="New", slug="new", summary="What it is about.")

    assert "What it is about." in post.make_preview_request().render().text


def test_the_preview_of_a_draft_shows_what_is_not_published_yet(blog):
    post = BlogPageFactory(parent=blog, title="Before", tags=["one"])
    post.title = "After"
    post.tags.add("two")
    post.authors = [AuthorFactory(name="Kim")]

    shown = post.make_preview_request().render().text

    assert "<h1>After</h1>" in shown
    assert "two" in shown
    assert "Kim" in shown


@pytest.mark.parametrize(
    "slug", ["tag", "feed", "author", "meetings", "2024", "1", "٢٠٢٤"]
)
def test_a_slug_that_the_blog_uses_itself_is_refused(blog, slug):
    with pytest.raises(ValidationError, match="The site itself uses this address"):
        BlogPageFactory(parent=blog, slug=slug)


@pytest.mark.parametrize("slug", ["tags", "feed-me", "2024-in-letters", "작가"])
def test_a_slug_that_only_begins_like_one_of_these_is_allowed(client, blog, slug):
    post = BlogPageFactory(parent=blog, title="A post", slug=slug)

    assert "<h1>A post</h1>" in client.get(post.url).text


def test_a_scheduled_post_is_not_found_until_it_is_published(client, blog):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    post = BlogPageFactory(parent=blog, live=False)
    post.go_live_at = tomorrow
    revision = post.save_revision(approved_go_live_at=tomorrow)
    before = client.get(post.url)
    post.go_live_at = None
    post.save_revision(overwrite_revision=revision).publish()

    assert before.status_code == 404
    assert client.get(post.url).status_code == 200

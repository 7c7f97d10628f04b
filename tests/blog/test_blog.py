"""Posts, the lists of them, and what stands beside a post."""

import datetime
import json
import re

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
    hide_things,
    link_to,
    paragraph,
    picture,
    queries_of,
    restrict,
)

ATTACK = "\"'><script>alert(1)</script>"


def titles(response):
    """The titles of the posts in a list."""
    return [post.title for post in response.context["posts"]]


def part(response, beginning, end):
    return response.text.partition(beginning)[2].partition(end)[0]


def links_in(html):
    return re.findall(r'href="([^"]*)"', html)


def structured_data(response):
    text = part(response, '<script type="application/ld+json">', "</script>")
    return {each["@type"]: each for each in json.loads(text)["@graph"]}


# --- What it costs


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


@pytest.mark.parametrize("address", ["/blog/", "/blog/2024/", "/blog/tag/tag-0/"])
def test_a_list_costs_the_same_however_many_posts_there_are(client, blog, address):
    def add(times):
        for _ in range(times):
            tags = [f"tag {number}" for number in range(times)]
            authors = AuthorFactory.create_batch(times)
            BlogPageFactory(
                parent=blog, tags=tags, authors=authors, cover=ImageFactory()
            )

    add(2)
    before = queries_of(client, address)
    add(6)

    assert queries_of(client, address) == before


# --- A post


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
    assert '<a rel="author" href="/blog/author/kim/">Kim</a>' in shown
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


# --- Slugs and dates


@pytest.mark.parametrize(
    "slug", ["tag", "feed", "author", "meetings", "2024", "1", "٢٠٢٤"]
)
def test_a_slug_that_the_blog_uses_itself_is_refused(blog, slug):
    with pytest.raises(ValidationError, match="The blog itself uses this address"):
        BlogPageFactory(parent=blog, slug=slug)


@pytest.mark.parametrize("slug", ["tags", "feed-me", "2024-in-letters", "작가"])
def test_a_slug_that_only_begins_like_one_of_these_is_allowed(client, blog, slug):
    post = BlogPageFactory(parent=blog, title="A post", slug=slug)

    assert "<h1>A post</h1>" in client.get(post.url).text


def test_a_post_of_a_day_to_come_is_listed_first(client, blog):
    BlogPageFactory(parent=blog, title="Now", date=timezone.localdate())
    next_year = timezone.localdate() + datetime.timedelta(days=365)
    BlogPageFactory(parent=blog, title="To come", date=next_year)

    assert titles(client.get("/blog/")) == ["To come", "Now"]
    assert titles(client.get(f"/blog/{next_year.year}/")) == ["To come"]


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


# --- Lists


def test_the_blog_lists_ten_posts_the_newest_first(client, blog):
    for day in range(1, 13):
        BlogPageFactory(
            parent=blog, title=f"Of day {day}", date=datetime.date(2024, 1, day)
        )

    first, second = client.get("/blog/"), client.get("/blog/?page=2")

    assert titles(first) == [f"Of day {day}" for day in range(12, 2, -1)]
    assert titles(second) == ["Of day 2", "Of day 1"]
    assert 'rel="next" href="?page=2"' in first.text
    assert 'rel="prev" href="?page=1"' in second.text


def test_of_posts_of_one_day_the_one_made_last_comes_first(client, blog):
    for title in ["First", "Second"]:
        BlogPageFactory(parent=blog, title=title)

    assert titles(client.get("/blog/")) == ["Second", "First"]


def test_posts_are_listed_by_year_tag_and_author(client, blog):
    kim = AuthorFactory(slug="kim", about="Writes letters.")
    BlogPageFactory(parent=blog, title="Of 2023", date="2023-12-31")
    BlogPageFactory(parent=blog, title="Of 2024", date="2024-01-01")
    BlogPageFactory(parent=blog, title="Tagged", date="2020-01-01", tags=["편지"])
    BlogPageFactory(parent=blog, title="Of Kim", date="2020-01-01", authors=[kim])

    assert titles(client.get("/blog/2023/")) == ["Of 2023"]
    assert titles(client.get("/blog/2024/")) == ["Of 2024"]
    assert titles(client.get("/blog/tag/편지/")) == ["Tagged"]
    assert titles(client.get("/blog/author/kim/")) == ["Of Kim"]
    assert "Writes letters." in client.get("/blog/author/kim/").text


def test_a_list_of_several_pages_goes_on_with_the_same_posts(client, blog):
    posts = BlogPageFactory.create_batch(12, parent=blog, tags=["편지"])
    BlogPageFactory(parent=blog)

    first = client.get("/blog/tag/편지/")
    second = client.get("/blog/tag/편지/?page=2")

    assert titles(first) + titles(second) == [post.title for post in reversed(posts)]


def test_beside_the_list_are_all_tags_authors_and_years_with_their_numbers(
    client, blog
):
    kim = AuthorFactory(name="Kim")
    BlogPageFactory(parent=blog, date="2023-01-01", tags=["a", "b"], authors=[kim])
    BlogPageFactory(parent=blog, date="2024-01-01", tags=["b"], authors=[kim])
    AuthorFactory(name="Who wrote nothing")

    assert [(tag.name, tag.number) for tag in blog.tags] == [("a", 1), ("b", 2)]
    assert [(author.name, author.number) for author in blog.authors] == [("Kim", 2)]
    assert [year.year for year in blog.years] == [2024, 2023]


def test_every_link_beside_the_list_leads_somewhere(client, blog):
    kim = AuthorFactory(name="김", slug="김")
    BlogPageFactory(parent=blog, tags=["편지", "C++", "a/b", "?"], authors=[kim])
    aside = part(client.get("/blog/"), "<aside", "</aside>")

    assert len(links_in(aside)) == 7  # "?" has no address
    assert {client.get(link).status_code for link in links_in(aside)} == {200}


# --- What is hidden


@pytest.fixture
def hidden(home_page, blog, history):
    return hide_things(home_page, blog, history)


def test_what_is_hidden_is_not_found_or_asks_to_sign_in(client, hidden):
    pages = [page for page in hidden if hasattr(page, "slug")]

    responses = [client.get(page.url) for page in pages]

    assert {response.status_code for response in responses} == {200, 302, 404}
    for response in responses:
        # The one with 200 asks for the password.
        assert "TELLTALE" not in response.text


@pytest.mark.parametrize("address", ["/blog/", "/blog/2024/", "/blog/tag/candle/"])
def test_no_list_shows_what_is_hidden(client, hidden, address):
    response = client.get(address)

    assert titles(response) == ["Changed"]
    assert "telltale" not in response.text.lower()


@pytest.mark.parametrize(
    "address",
    [
        "/blog/tag/telltale-tag/",
        "/blog/tag/telltale-tag/feed/",
        "/blog/author/telltale/",
    ],
)
def test_a_list_of_nothing_but_hidden_posts_is_not_found(client, hidden, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "TELLTALE" not in response.text


def test_beside_the_list_hidden_posts_are_not_counted(blog, hidden):
    assert [(tag.name, tag.number) for tag in blog.tags] == [("candle", 1)]
    assert list(blog.authors) == []


def test_beside_the_list_is_no_year_of_nothing_but_hidden_posts(blog):
    restrict(BlogPageFactory(parent=blog, date="1999-01-01"))
    BlogPageFactory(parent=blog, date="1998-01-01", live=False)

    assert list(blog.years) == []


def test_all_posts_of_a_restricted_blog_are_hidden(client, blog):
    restrict(blog)
    post = BlogPageFactory(parent=blog, title="TELLTALE", tags=["candle"])

    for address in ["/blog/", "/blog/feed/", "/blog/tag/candle/", post.url]:
        assert client.get(address).status_code == 302
    assert "TELLTALE" not in client.get("/").text


# --- Beside a post


def beside(response):
    """The pages before and after a post."""
    html = part(response, '<nav class="column before-after"', "</nav>")
    return {
        name: "".join(re.findall(rf'rel="{rel}" href="/blog/([^/]*)/"', html)) or None
        for name, rel in [("before", "prev"), ("after", "next")]
    }


@pytest.fixture
def five_posts(blog):
    dates = ["2024-03-01", "2024-01-01", "2024-02-01", "2024-02-01", "2024-02-01"]
    return [
        BlogPageFactory(parent=blog, title=f"post-{number}", date=date)
        for number, date in enumerate(dates)
    ]


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        (1, None, "post-2"),
        (2, "post-1", "post-3"),
        (3, "post-2", "post-4"),
        (4, "post-3", "post-0"),
        (0, "post-4", None),
    ],
)
def test_beside_a_post_are_the_ones_before_and_after_it(
    client, five_posts, number, before, after
):
    response = client.get(five_posts[number].url)

    assert beside(response) == {"before": before, "after": after}


def test_beside_the_only_post_there_is_nothing(client, blog):
    response = client.get(BlogPageFactory(parent=blog).url)

    assert "before-after" not in response.text
    assert "On the same subject" not in response.text


def test_beside_a_post_nothing_hidden_stands(client, blog, hidden):
    for date in ["2000-01-01", "2024-05-17", "2099-01-01"]:
        post = BlogPageFactory(
            parent=blog, date=date, tags=["candle", "TELLTALE tag"][:1]
        )

        assert "telltale" not in client.get(post.url).text.lower()


def test_posts_on_the_same_subject_are_those_that_share_most_tags(client, blog):
    post = BlogPageFactory(parent=blog, tags=["a", "b", "c"])
    for title, tags in {
        "one": ["a"],
        "three": ["a", "b", "c", "d"],
        "none": ["d"],
        "two": ["b", "c"],
        "newer one": ["c"],
    }.items():
        BlogPageFactory(parent=blog, title=title, tags=tags)

    html = part(client.get(post.url), '<aside class="column related"', "</aside>")

    assert re.findall(r"/blog/([^/]*)/", html) == ["three", "two", "newer-one"]

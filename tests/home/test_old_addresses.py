"""Where addresses lead at which there is nothing."""

import unicodedata
from urllib.parse import quote

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests.factories import AuthorFactory, BlogPageFactory, StandardPageFactory

HANGUL = "세계-인권-선언"
NFD = unicodedata.normalize("NFD", HANGUL)


@pytest.fixture
def site(home_page, blog, history):
    """A site with a page, and two posts with tags and an author."""
    StandardPageFactory(parent=home_page, title="About us", slug="About-us")
    kim = AuthorFactory(name="Kim", slug="kim")
    BlogPageFactory(
        parent=blog, title="My post", slug="my-post", tags=["letters"], authors=[kim]
    )
    BlogPageFactory(parent=blog, title="세계 인권 선언", slug=HANGUL, tags=["촛불"])


def leads(client, addresses):
    """Where each of `addresses` leads by one permanent redirect, or its status."""
    answers = {address: client.get(address) for address in addresses}
    return {
        address: answer.url if answer.status_code == 301 else answer.status_code
        for address, answer in answers.items()
    }


# --- What was moved


@pytest.mark.parametrize("query", ["", "?comments=2", "?utm_source=x&comments=2"])
def test_a_renamed_page_is_found_with_the_query_it_was_asked_with(
    client, blog, query, django_capture_on_commit_callbacks
):
    post = BlogPageFactory(parent=blog, slug="slug-a")
    post.slug = "slug-c"
    with django_capture_on_commit_callbacks(execute=True):
        post.save_revision().publish()

    address = f"/blog/slug-a/{query}"
    assert leads(client, [address]) == {address: f"/blog/slug-c/{query}"}


def test_a_redirect_of_editors_keeps_the_query_that_it_does_not_know(client, site):
    Redirect.add_redirect("/old", "/blog/my-post/?comments=2#comments")
    Redirect.add_redirect("/?p=12", "/blog/my-post/")
    Redirect.add_redirect("/promo", "https://example.org/", is_permanent=False)
    Redirect.add_redirect("/옛주소", "/history/")

    wanted = {
        "/old/?utm=1": "/blog/my-post/?comments=2&utm=1#comments",
        "/?p=12": "/blog/my-post/",
        f"/{unicodedata.normalize('NFD', '옛주소')}/": "/history/",
        "/promo/?a=b": 302,
    }
    assert leads(client, wanted) == wanted


def test_a_redirect_never_leads_to_itself(client, site):
    Redirect.add_redirect("/nowhere", "/nowhere/")

    assert client.get("/nowhere/").status_code == 404


# --- The same in other letters

SPELLINGS = {
    "/Blog/My-Post/": "/blog/my-post/",
    "/BLOG/MY-POST/?Comments=2": "/blog/my-post/?Comments=2",
    "/about-us/": "/About-us/",
    "/History/": "/history/",
    "/Search/?q=Kim": "/search/?q=Kim",
    "/Topics/": "/topics/",
    "/Blog/Tag/Letters/": "/blog/tag/letters/",
    "/blog/author/KIM/": "/blog/author/kim/",
    "/Blog/Feed/": "/blog/feed/",
    "/Robots.txt": "/robots.txt",
    "/Meetings.ICS": "/meetings.ics",
    f"/blog/{quote(NFD)}/": f"/blog/{quote(HANGUL)}/",
    f"/blog/{quote(HANGUL.encode('cp949'))}/": f"/blog/{quote(HANGUL)}/",
    f"/blog/{quote(quote(HANGUL))}/": f"/blog/{quote(HANGUL)}/",
    f"/blog/tag/{quote(unicodedata.normalize('NFD', '촛불'))}/": (
        f"/blog/tag/{quote('촛불')}/"
    ),
}


def test_an_address_in_other_letters_leads_to_the_one_that_is_stored(client, site):
    assert leads(client, SPELLINGS) == SPELLINGS


def test_what_is_nowhere_in_any_letters_is_not_found(client, site):
    addresses = ["/Nowhere/", "/blog/Nothing/", "/Blog/Tag/Nothing/", "/About-us/x/"]

    assert leads(client, addresses) == dict.fromkeys(addresses, 404)


def test_no_draft_is_told_of_by_a_redirect(client, blog):
    BlogPageFactory(parent=blog, slug="draft", live=False)

    addresses = ["/Blog/Draft/", "/draft/", "/2024/05/17/draft/"]
    assert leads(client, addresses) == dict.fromkeys(addresses, 404)


# --- WordPress

WORDPRESS = {
    "/feed/": "/blog/feed/",
    "/feed/atom/": "/blog/feed/",
    "/blog/feed/rss/": "/blog/feed/",
    "/?feed=rss2": "/blog/feed/",
    "/index.php?feed=atom": "/blog/feed/",
    "/wp-rss2.php": "/blog/feed/",
    "/rss.xml": "/blog/feed/",
    "/comments/feed/atom/": "/comments/feed/",
    "/?feed=comments-rss2": "/comments/feed/",
    "/2024/05/17/my-post/feed/": "/comments/feed/",
    "/category/letters/": "/blog/tag/letters/",
    "/category/news/letters/feed/": "/blog/tag/letters/feed/",
    "/category/gone/": "/blog/",
    "/category/letters/page/2/": "/blog/tag/letters/?page=2",
    "/tag/letters/": "/blog/tag/letters/",
    f"/tag/{quote('촛불')}/": f"/blog/tag/{quote('촛불')}/",
    "/author/kim/": "/blog/author/kim/",
    "/author/admin/": "/blog/",
    "/2024/": "/blog/2024/",
    "/2024/05/": "/blog/2024/",
    "/2024/05/17/": "/blog/2024/",
    "/1999/05/": "/blog/",
    "/blog/2024/05/": "/blog/2024/",
    "/?m=202405": "/blog/2024/",
    "/page/2/": "/blog/?page=2",
    "/2024/05/17/my-post/": "/blog/my-post/",
    "/index.php/2024/05/my-post/": "/blog/my-post/",
    "/my-post/": "/blog/my-post/",
    "/my-post/comment-page-2/": "/blog/my-post/?comments=2#comments",
    "/my-post/amp/": "/blog/my-post/",
    "/?s=촛불": f"/search/?q={quote('촛불')}",
    "/index.php": "/",
    "/wp-login.php": "/account/login/",
    "/wp-admin/": "/cms/",
    "/wp-admin/edit.php": "/cms/",
    "/wp-sitemap.xml": "/sitemap.xml",
}


def test_the_addresses_of_wordpress_lead_on(client, site):
    assert leads(client, WORDPRESS) == WORDPRESS


def test_they_lead_nowhere_when_there_is_no_blog(client, home_page):
    addresses = ["/feed/", "/category/letters/", "/2024/05/", "/my-post/"]

    assert leads(client, addresses) == dict.fromkeys(addresses, 404)


def test_queries_of_wordpress_without_a_target_show_the_page(client, site):
    addresses = ["/?p=1", "/?cat=2", "/?author=1", "/?m=x", "/?utm_source=x"]

    assert leads(client, addresses) == dict.fromkeys(addresses, 200)


def test_nothing_sent_is_led_elsewhere(client, site):
    assert client.post("/wp-login.php").status_code == 404

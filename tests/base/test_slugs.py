"""Slugs that are made, refused, and taken meanwhile."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from blog.models import BlogPage
from home.models import StandardPage
from tests.factories import BlogPageFactory, StandardPageFactory

UNPRONOUNCEABLE = ["🕯️", "!!!", "…", "‘’"]


@pytest.mark.parametrize("title", UNPRONOUNCEABLE)
def test_pages_without_letters_in_their_titles_have_addresses(client, blog, title):
    posts = [BlogPageFactory(parent=blog, title=title) for _ in range(2)]

    assert [post.slug for post in posts] == ["post", "post-2"]
    assert [client.get(post.url).status_code for post in posts] == [200, 200]


def test_a_title_in_hangul_is_its_own_address(blog):
    posts = [BlogPageFactory(parent=blog, title="양심수를 위한 편지") for _ in range(2)]

    assert [post.slug for post in posts] == [
        "양심수를-위한-편지",
        "양심수를-위한-편지-2",
    ]


@pytest.mark.parametrize("title", ["Feed", "Meetings", "Tag", "2024"])
def test_a_post_whose_title_is_an_address_of_the_blog_gets_another(blog, title):
    assert BlogPageFactory(parent=blog, title=title).slug == f"{title.lower()}-2"


@pytest.mark.parametrize("title", ["Search", "CMS", "Account", "API", "Topics"])
def test_a_page_whose_title_is_an_address_of_the_site_gets_another(home_page, title):
    page = StandardPageFactory(parent=home_page, title=title)

    assert page.slug == f"{title.lower()}-2"


@pytest.mark.parametrize(
    "slug", ["search", "cms", "account", "api", "media", "healthz"]
)
def test_a_slug_that_the_site_uses_itself_is_refused(home_page, slug):
    with pytest.raises(ValidationError, match="The site itself uses this address"):
        StandardPageFactory(parent=home_page, slug=slug)


def test_such_a_slug_is_allowed_where_the_site_does_not_use_it(client, home_page):
    parent = StandardPageFactory(parent=home_page, title="About")
    page = StandardPageFactory(parent=parent, slug="search")

    assert client.get(page.url).status_code == 200


# --- In the editor


@pytest.fixture
def add(client, administrator, form_at):
    """`add(type, parent, …)` saves a draft as autosave does, and returns the answer."""
    client.force_login(administrator)

    def add(model, parent, **fields):
        names = (model._meta.app_label, model._meta.model_name, parent.pk)
        address = reverse("wagtailadmin_pages:add", args=names)
        form = form_at(address, form_id="page-edit-form")
        form["body-count"] = "0"
        for name, value in fields.items():
            form[name] = value
        return client.post(address, form, headers={"accept": "application/json"})

    return add


@pytest.mark.parametrize(
    ("title", "slugs"),
    [
        ("🕯️", ["post", "post-2"]),
        ("?!", ["post", "post-2"]),
        ("Vigil", ["vigil", "vigil-2"]),
        ("인권", ["인권", "인권-2"]),
        ("Feed", ["feed-2", "feed-3"]),
    ],
)
@pytest.mark.parametrize("is_filled_in", [True, False])
def test_drafts_of_one_title_save_themselves(add, blog, title, slugs, is_filled_in):
    typed = slugs[0].removesuffix("-2") if is_filled_in and title[0].isalpha() else ""
    answers = [add(BlogPage, blog, title=title, slug=typed) for _ in range(2)]

    assert [answer.json()["success"] for answer in answers] == [True, True]
    assert list(BlogPage.objects.order_by("pk").values_list("slug", flat=True)) == slugs


def test_a_slug_that_was_chosen_and_is_taken_is_said(add, home_page):
    StandardPageFactory(parent=home_page, slug="about")
    answer = add(StandardPage, home_page, title="Who we are", slug="about")

    assert answer.json()["error_code"] == "validation_error"


# --- At the time of publishing


@pytest.fixture
def scheduled(blog, editor):
    """A post that is due in an hour."""
    soon = timezone.now() + datetime.timedelta(hours=1)
    post = BlogPageFactory(parent=blog, slug="vigil", live=False, go_live_at=soon)
    post.save_revision(user=editor).publish(user=editor)
    return post


@pytest.fixture
def its_time_comes(monkeypatch):
    later = timezone.now() + datetime.timedelta(hours=2)

    def its_time_comes():
        monkeypatch.setattr(timezone, "now", lambda: later)
        call_command("publish_scheduled")

    return its_time_comes


def test_a_scheduled_post_whose_slug_was_taken_is_published_at_another(
    client, scheduled, editor, its_time_comes, mailoutbox
):
    BlogPage.objects.filter(pk=scheduled.pk).update(slug="vigil-before")
    BlogPageFactory(parent=scheduled.get_parent(), slug="vigil")
    its_time_comes()

    scheduled.refresh_from_db()
    assert (scheduled.live, scheduled.slug) == (True, "vigil-2")
    assert client.get(scheduled.url).status_code == 200
    (mail,) = mailoutbox
    assert mail.to == [editor.email]
    assert "/blog/vigil-2/" in mail.body


def test_nobody_is_told_of_a_slug_that_stays(scheduled, its_time_comes, mailoutbox):
    its_time_comes()

    scheduled.refresh_from_db()
    assert (scheduled.live, scheduled.slug) == (True, "vigil")
    assert mailoutbox == []


def test_what_cannot_be_published_stays_scheduled(
    scheduled, its_time_comes, monkeypatch
):
    def fail(*args, **kwargs):
        raise ValidationError("No.")

    monkeypatch.setattr(BlogPage, "full_clean", fail)
    with pytest.raises(ValidationError):
        its_time_comes()

    assert scheduled.scheduled_revision is not None

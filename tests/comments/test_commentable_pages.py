"""Where one may write, and what becomes of the comments when a page changes."""

import warnings
from types import ModuleType

import pytest
from django.apps import apps
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import pre_save
from django.test import override_settings
from django.urls import include, path
from django_comments.models import CommentFlag
from django_comments_xtd.models import (
    XtdComment,
    publish_or_unpublish_on_pre_save,
)
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from comments.checks import check_package_urls
from comments.lookups import get_commentable_page
from comments.models import Comment, CommentDetails, CommentSettings, PendingComment
from comments.reading import threads
from comments.refusals import CommentRefused
from tests.factories import (
    BlogPageFactory,
    StandardPageFactory,
    UserFactory,
    count_comments,
)


def refusal(page):
    with pytest.raises(CommentRefused) as refused:
        get_commentable_page(getattr(page, "pk", page))
    assert str(refused.value).endswith(".")
    return refused.value.code


def test_pages_of_every_commentable_type_take_comments(home_page, history, post):
    about = StandardPageFactory(parent=home_page)

    pages = [home_page, history, post, about]
    assert [get_commentable_page(page.pk) for page in pages] == pages


def test_a_page_closed_for_comments_takes_none(post):
    post.comments_open = False
    post.save()

    assert refusal(post) == "closed"


def test_an_unpublished_page_takes_no_comments(post):
    Page.objects.filter(pk=post.pk).update(live=False)

    assert refusal(post) == "gone"


@pytest.mark.parametrize("pk", [None, 0, -1, 10**6, 10**12, 10**30])
def test_a_page_that_is_none_takes_no_comments(db, pk):
    assert refusal(pk) == "gone"


def test_drafts_and_deleted_pages_take_no_comments(blog, post):
    draft = BlogPageFactory(parent=blog, live=False)
    post.delete()

    assert refusal(draft) == refusal(post) == "gone"


def test_page_types_without_comments_take_none(blog):
    assert refusal(blog) == "not_commented"


def test_aliases_take_no_comments(blog, post):
    alias = post.create_alias(parent=blog, update_slug="alias")

    assert refusal(alias) == "gone"


@pytest.mark.parametrize("where", ["post", "blog", "home_page"])
@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_pages_at_and_below_private_ones_take_no_comments(request, post, where, kind):
    page = request.getfixturevalue(where)
    PageViewRestriction.objects.create(page=page, restriction_type=kind)

    assert refusal(post) == "private"


def test_a_page_closed_while_somebody_writes_takes_no_comment(say, post):
    as_it_was = type(post).objects.get(pk=post.pk)
    post.comments_open = False
    post.save()

    with pytest.raises(CommentRefused):
        say(page=as_it_was)


# --- Pages come, change and go


def test_deleting_a_page_deletes_its_comments_and_flags(say, post, blog, other_post):
    comment = say(wants_replies=True)
    kept = say(page=other_post)
    flag = {"user": UserFactory(), "flag": CommentFlag.SUGGEST_REMOVAL}
    CommentFlag.objects.create(comment=comment, **flag)
    PendingComment.start(page=post, email="a@example.org", text="Hi", name="A")

    post.delete()

    assert Comment.objects.get() == kept
    assert Comment.objects.count() == 1
    assert CommentDetails.objects.count() == 1
    assert not CommentFlag.objects.exists()
    assert not PendingComment.objects.exists()


def test_deleting_what_is_above_a_page_deletes_its_comments(say, blog):
    say()

    blog.delete()

    assert not Comment.objects.exists()


def test_moving_a_page_keeps_its_comments(say, home_page):
    section = StandardPageFactory(parent=home_page)
    page = StandardPageFactory(parent=home_page)
    comment = say(page=page)

    page.move(section, pos="last-child")

    assert threads.get_threads(Page.objects.get(pk=page.pk)).comments == [comment]


def test_copies_and_aliases_begin_without_comments(say, post, blog):
    say()

    copy = post.copy(to=blog, update_attrs={"slug": "copy"})
    alias = post.create_alias(parent=blog, update_slug="alias")

    assert Comment.objects.counts_on([post, copy, alias]) == {
        post.pk: 1,
        copy.pk: 0,
        alias.pk: 0,
    }


def test_unpublishing_or_restricting_a_page_hides_its_comments(say, post, other_post):
    comments = Comment.objects.all()
    say()
    elsewhere = say(page=other_post)
    assert comments.visible().on_public_pages().count() == 2

    post.unpublish()
    assert comments.visible().on_public_pages().get() == elsewhere

    PageViewRestriction.objects.create(page=other_post, restriction_type="login")
    assert not comments.visible().on_public_pages().exists()


def test_publishing_a_revision_from_before_leaves_comments_alone(say, post):
    revision = post.save_revision()
    say()

    revision.publish()

    assert count_comments(post) == 1


def test_comments_are_no_references_to_a_page(say, post):
    say(wants_replies=True)
    PendingComment.start(page=post, email="a@example.org", text="Hi", name="A")
    post.save_revision().publish()

    tracked = {model._meta.app_label for model in ReferenceIndex.tracked_models}
    assert not tracked & {"django_comments", "django_comments_xtd"}
    assert not {
        model
        for model in ReferenceIndex.tracked_models
        if model._meta.app_label == "comments" and model is not CommentSettings
    }
    assert not ReferenceIndex.get_references_to(post).exists()


# --- The packages below


def test_saving_a_comment_publishes_nothing_below_it():
    receivers = pre_save._live_receivers(XtdComment)
    assert publish_or_unpublish_on_pre_save not in [
        receiver for group in receivers for receiver in group
    ]


def test_the_app_refuses_to_start_before_the_one_it_undoes():
    with pytest.raises(ImproperlyConfigured, match="INSTALLED_APPS"):
        apps.get_app_config("comments").leave_other_comments_alone()


def test_no_address_leads_into_the_packages():
    assert check_package_urls() == []


@pytest.fixture
def urls_of_a_mistake():
    """A URLconf that lets visitors into the packages."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about their forms, which are old
        mistake = ModuleType("mistake")
        below = [path("comments/", include("django_comments.urls"))]
        mistake.urlpatterns = [
            path("ok/", include("django.contrib.auth.urls")),
            path("below/", include(below)),
            path("xtd/", include("django_comments_xtd.urls")),
        ]
    return mistake


def test_the_check_finds_an_address_that_does(urls_of_a_mistake):
    with override_settings(ROOT_URLCONF=urls_of_a_mistake):
        errors = run_checks(tags=[Tags.urls])
    found = [error.msg for error in errors if error.id == "comments.E001"]

    assert any("below/comments/post/" in message for message in found)
    assert any("xtd/" in message and "confirm" in message for message in found)
    assert not any("ok/" in message for message in found)

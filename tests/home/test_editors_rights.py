"""What editors may do in the CMS."""

from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Site,
)
from wagtail.test.utils.form_data import nested_form_data

from base.models import Image
from blog.models import Author, BlogPage
from home.models import SiteSettings
from tests.cms import is_refused
from tests.factories import AuthorFactory, ImageFactory


def test_an_editor_can_publish_a_draft_of_somebody_else(draft, editor, press):
    press("action-publish", draft, editor)

    draft.refresh_from_db()
    assert draft.live


def test_an_editor_can_take_a_page_offline(post, editor, sign_in):
    sign_in(editor).post(reverse("wagtailadmin_pages:unpublish", args=[post.pk]))

    post.refresh_from_db()
    assert not post.live


def test_an_editor_can_delete_a_post(post, editor, sign_in):
    sign_in(editor).post(reverse("wagtailadmin_pages:delete", args=[post.pk]))

    assert not BlogPage.objects.exists()


def test_an_editor_cannot_delete_a_page_with_others_below_it(
    blog, post, editor, sign_in
):
    response = sign_in(editor).post(
        reverse("wagtailadmin_pages:delete", args=[blog.pk])
    )

    assert is_refused(response)
    assert BlogPage.objects.exists()


def test_an_editor_can_lock_a_page(post, editor, sign_in):
    sign_in(editor).post(reverse("wagtailadmin_pages:lock", args=[post.pk]))

    post.refresh_from_db()
    assert post.locked_by == editor


def test_an_editor_can_unlock_what_somebody_else_locked(
    post, editor, administrator, sign_in
):
    post.locked, post.locked_by = True, administrator
    post.save()

    sign_in(editor).post(reverse("wagtailadmin_pages:unlock", args=[post.pk]))

    post.refresh_from_db()
    assert not post.locked


def test_an_editor_can_change_and_delete_pictures_of_others(editor, sign_in):
    picture = ImageFactory()

    sign_in(editor).post(reverse("wagtailimages:delete", args=[picture.pk]))

    assert not Image.objects.exists()


def test_an_editor_can_change_the_site_settings(home_page, editor, sign_in):
    site = Site.objects.get()
    url = reverse("wagtailsettings:edit", args=["home", "sitesettings", site.pk])

    sign_in(editor).post(
        url,
        nested_form_data(
            {
                "contact_email": "group@example.org",
                "social_links": {"count": "0"},
                "banner": "null",
                "footer": "null",
            }
        ),
    )

    assert SiteSettings.for_site(site).contact_email == "group@example.org"


def test_an_editor_can_add_a_redirect(post, editor, sign_in):
    sign_in(editor).post(
        reverse("wagtailredirects:add"),
        {"old_path": "/old/", "redirect_page": post.pk, "is_permanent": "on"},
    )

    assert Redirect.objects.get().redirect_page.specific == post


def test_an_editor_can_add_an_author_of_posts(editor, sign_in):
    sign_in(editor).post(
        reverse("wagtailsnippets_blog_author:add"), {"name": "한나", "slug": "한나"}
    )

    assert Author.objects.get().name == "한나"


def test_an_editor_can_delete_an_author_of_posts(editor, sign_in):
    hanna = AuthorFactory()

    sign_in(editor).post(reverse("wagtailsnippets_blog_author:delete", args=[hanna.pk]))

    assert not Author.objects.exists()

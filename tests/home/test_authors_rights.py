"""What authors may do in the CMS, and what not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import (
    Page,
    Site,
)
from wagtail.test.utils.form_data import nested_form_data

from base.models import Image
from blog.models import BlogPage
from tests.cms import NOT_FOR_AUTHORS, act_on, edit_url, is_refused, picture_file
from tests.factories import BlogPageFactory, ImageFactory


def test_an_author_can_write_a_post(blog, author, sign_in):
    url = reverse("wagtailadmin_pages:add", args=["blog", "blogpage", blog.pk])

    sign_in(author).post(
        url,
        nested_form_data(
            {
                "title": "Letters",
                "slug": "letters",
                "summary": "Whom to write to.",
                "date": "2024-05-17",
                "tags": "letters",
                "body": {"count": "0"},
                "comment_notifications": "",
                "comments": {
                    "TOTAL_FORMS": "0",
                    "INITIAL_FORMS": "0",
                    "MIN_NUM_FORMS": "0",
                    "MAX_NUM_FORMS": "",
                },
            }
        ),
    )

    assert BlogPage.objects.get().owner == author


def test_an_author_can_change_their_own_draft(draft, author, press):
    press("action-save", draft, author, title="More letters")

    draft.refresh_from_db()
    assert draft.draft_title == "More letters"


def test_an_author_cannot_publish(draft, author, press):
    press("action-publish", draft, author)

    draft.refresh_from_db()
    assert not draft.live


def test_an_author_does_not_see_a_button_to_publish(draft, author, sign_in):
    html = sign_in(author).get(edit_url(draft)).content.decode()

    assert "action-submit" in html
    assert "action-publish" not in html


def test_an_author_can_submit_a_draft(draft, author, press):
    press("action-submit", draft, author)

    draft.refresh_from_db()
    assert draft.workflow_in_progress
    assert not draft.live


def test_editors_get_a_mail_when_something_is_submitted(
    draft, author, editor, press, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        press("action-submit", draft, author)

    assert [mail.to for mail in mailoutbox] == [[editor.email]]


def test_an_author_cannot_approve_their_own_draft(submitted, author, sign_in):
    act_on(submitted.current_workflow_task_state, "approve", sign_in(author))

    submitted.refresh_from_db()
    assert not submitted.live


def test_an_author_cannot_change_what_an_editor_is_reading(submitted, author, press):
    press("action-save", submitted, author, title="Other letters")

    submitted.refresh_from_db()
    assert submitted.draft_title == "Letters"


@pytest.mark.parametrize("view", ["edit", "delete", "unpublish", "move", "copy"])
def test_an_author_cannot_touch_pages_of_others(view, post, author, sign_in):
    url = reverse(f"wagtailadmin_pages:{view}", args=[post.pk])

    assert is_refused(sign_in(author).get(url))


def test_an_author_cannot_delete_their_own_page_once_it_is_public(
    blog, author, sign_in
):
    post = BlogPageFactory(parent=blog, owner=author)

    response = sign_in(author).post(
        reverse("wagtailadmin_pages:delete", args=[post.pk])
    )

    assert is_refused(response)
    assert BlogPage.objects.filter(pk=post.pk).exists()


def test_an_author_cannot_make_a_second_home_page(home_page, author, sign_in):
    url = reverse(
        "wagtailadmin_pages:add",
        args=["home", "homepage", Page.get_first_root_node().pk],
    )

    assert is_refused(sign_in(author).get(url))


def test_an_author_can_upload_a_picture(author, sign_in):
    sign_in(author).post(
        reverse("wagtailimages:add"),
        {
            "title": "Candle",
            "file": picture_file(),
            "description": "A candle in the dark",
            "collection": "1",
        },
    )

    assert Image.objects.get().uploaded_by_user == author


def test_an_author_can_choose_pictures_of_others(author, sign_in):
    ImageFactory(title="Vigil")

    response = sign_in(author).get(reverse("wagtailimages_chooser:choose"))

    assert "Vigil" in response.json()["html"]


def test_an_author_cannot_change_pictures_of_others(author, sign_in):
    picture = ImageFactory()
    url = reverse("wagtailimages:edit", args=[picture.pk])

    assert is_refused(sign_in(author).get(url))


def test_an_author_can_upload_a_document(author, sign_in):
    sign_in(author).post(
        reverse("wagtaildocs:add"),
        {
            "title": "Leaflet",
            "file": SimpleUploadedFile("leaflet.txt", b"Come."),
            "collection": "1",
        },
    )

    assert Document.objects.get().uploaded_by_user == author


@pytest.mark.parametrize("name", NOT_FOR_AUTHORS)
def test_an_author_cannot_open_what_editors_look_after(name, author, sign_in):
    assert is_refused(sign_in(author).get(reverse(name)))


def test_an_author_cannot_change_the_site_settings(home_page, author, sign_in):
    site = Site.objects.get()
    url = reverse("wagtailsettings:edit", args=["home", "sitesettings", site.pk])

    assert is_refused(sign_in(author).get(url))

"""Every text is stored as `base.text` says, whatever way it comes."""

import unicodedata

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.models import Page

from members.models import User
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    DocumentFactory,
    paragraph,
    quotation,
)

NFC = "양심수의 편지"
NFD = unicodedata.normalize("NFD", NFC)
TURNED = "abc\u202edcba"


def test_a_page_is_stored_in_one_normal_form(blog):
    page = BlogPageFactory(
        parent=blog,
        title=NFD,
        summary=NFD,
        tags=[NFD],
        body=[paragraph(f"<p>{NFD}</p>"), quotation(NFD, author=TURNED)],
    )

    page = Page.objects.get(pk=page.pk).specific
    assert (page.title, page.draft_title, page.summary) == (NFC, NFC, NFC)
    assert [tag.name for tag in page.tags.all()] == [NFC]
    stored = str(page.body.raw_data)
    assert NFD not in stored
    assert NFC in stored
    assert "abcdcba" in stored


def test_an_editor_may_type_in_either(client, editor, blog, form_of):
    page = BlogPageFactory(parent=blog, title="Letters")
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_of(page) | {"title": NFD, "action-publish": "yes"}

    client.post(address, form)

    page.refresh_from_db()
    assert page.title == NFC
    assert page.get_latest_revision().content["title"] == NFC


def test_a_tag_that_is_there_is_found_however_it_is_typed(
    client, editor, blog, form_of
):
    BlogPageFactory(parent=blog, title="Candles", tags=[NFC])
    page = BlogPageFactory(parent=blog, title="Letters")
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    client.post(address, form_of(page) | {"tags": f'"{NFD}"', "action-publish": "yes"})

    assert [tag.name for tag in type(page).objects.get(pk=page.pk).tags.all()] == [NFC]
    assert Tag.objects.filter(name=NFC).count() == 1


def test_a_title_that_cannot_be_seen_is_none(client, editor, blog, form_of):
    page = BlogPageFactory(parent=blog, title="Letters")
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_of(page) | {"title": "\u200b\u3164", "action-publish": "yes"}

    response = client.post(address, form)

    assert "This field cannot be blank." in response.text
    page.refresh_from_db()
    assert page.title == "Letters"


def test_what_was_typed_in_the_other_form_is_found(client, blog):
    BlogPageFactory(parent=blog, title=NFD, slug="letters")

    for word in (NFC, NFD):
        assert "/blog/letters/" in client.get("/search/", {"q": word}).text


@pytest.mark.django_db
def test_names_and_files_are_too():
    author = AuthorFactory(name=NFD, slug="author")
    user = User.objects.create_user("a@example.org", display_name=TURNED)
    document = DocumentFactory(title=NFD)
    document.file = ContentFile(b"1", name=f"{NFD}.pdf")
    document.save()

    for instance in (author, user, document):
        instance.refresh_from_db()
    assert (author.name, user.display_name) == (NFC, "abcdcba")
    assert document.title == NFC
    name = get_document_model().objects.get().file.name
    assert unicodedata.is_normalized("NFC", name)
    assert "편지" in name

"""What Authors and Editors can do in the CMS, and what neither of them can."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import (
    APIToken,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
)
from wagtail.test.utils.form_data import nested_form_data

from base.models import Image
from blog.models import Author, BlogPage
from home.models import SiteSettings
from tests.cms import is_refused
from tests.factories import AuthorFactory, BlogPageFactory, ImageFactory, UserFactory

make_groups = import_module("home.migrations.0002_groups").make_groups

ONLY_FOR_ADMINISTRATORS = [
    "wagtailusers_users:index",
    "wagtailusers_users:add",
    "wagtailusers_groups:index",
    "wagtailusers_groups:add",
    "wagtailsites:index",
    "wagtailsites:add",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:add",
    "wagtailadmin_workflows:task_index",
    "wagtailadmin_collections:index",
]
NOT_FOR_AUTHORS = [
    "wagtailredirects:index",
    "wagtailredirects:add",
    "wagtailsnippets_blog_author:list",
    "wagtailsnippets_blog_author:add",
    "wagtailadmin_reports:locked_pages",
]


@pytest.fixture
def draft(blog, author):
    """What the author wrote and has not submitted yet."""
    draft = BlogPageFactory(parent=blog, title="Letters", live=False, owner=author)
    draft.save_revision(user=author)
    return draft


@pytest.fixture
def submitted(draft, author):
    draft.get_workflow().start(draft, author)
    return draft


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def press(sign_in, form_of):
    """`press("action-publish", page, user)` presses that button in the user's editor."""

    def press(button, page, user, **changes):
        client = sign_in(user)
        form = form_of(page)
        for name, value in changes.items():
            form[name] = value
        form[button] = "on"
        return client.post(edit_url(page), form)

    return press


def act_on(task_state, action, client):
    """Answer what was submitted, as the buttons of the dashboard do."""
    page = task_state.revision.content_object
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk]
    )
    return client.post(url, {"comment": "I read it."})


def picture_file(name="candle.png"):
    file = SimpleUploadedFile(name, b"", "image/png")
    Picture.new("RGB", (16, 12)).save(file, "PNG")
    file.seek(0)
    return file


# --- Authors


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


# --- Editors


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


# --- Neither, and nobody


@pytest.mark.parametrize("name", ONLY_FOR_ADMINISTRATORS)
@pytest.mark.parametrize("who", ["author", "editor"])
def test_only_administrators_can_open(name, who, request, sign_in):
    user = request.getfixturevalue(who)

    assert is_refused(sign_in(user).get(reverse(name)))


@pytest.mark.parametrize("name", ONLY_FOR_ADMINISTRATORS + NOT_FOR_AUTHORS)
def test_an_administrator_can_open(name, administrator, sign_in):
    assert sign_in(administrator).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("who", ["author", "editor"])
def test_nobody_but_administrators_can_change_a_user(
    who, request, administrator, sign_in
):
    user = request.getfixturevalue(who)
    url = reverse("wagtailusers_users:edit", args=[administrator.pk])

    assert is_refused(sign_in(user).get(url))


def test_nobody_can_make_themselves_an_administrator(editor, sign_in):
    url = reverse("wagtailusers_users:edit", args=[editor.pk])

    sign_in(editor).post(url, {"email": editor.email, "is_superuser": "on"})

    editor.refresh_from_db()
    assert not editor.is_superuser


def test_a_member_of_no_group_cannot_open_the_cms(sign_in, db):
    response = sign_in(UserFactory()).get(reverse("wagtailadmin_home"))

    assert response.url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize(
    "name", ["wagtailadmin_home", "cms_help", "wagtailadmin_account"]
)
def test_who_is_not_signed_in_is_sent_to_the_login(name, client, db):
    url = reverse(name)

    response = client.get(url)

    assert response.url == f"{reverse('wagtailadmin_login')}?next={url}"


# --- The way of a page


def test_what_an_editor_approves_goes_live(submitted, editor, sign_in):
    act_on(submitted.current_workflow_task_state, "approve", sign_in(editor))

    submitted.refresh_from_db()
    assert submitted.live
    assert not submitted.workflow_in_progress


def test_what_an_editor_sends_back_stays_a_draft(submitted, editor, sign_in):
    act_on(submitted.current_workflow_task_state, "reject", sign_in(editor))

    submitted.refresh_from_db()
    assert not submitted.live


def test_the_author_gets_a_mail_when_their_draft_goes_live(
    submitted, author, editor, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        act_on(submitted.current_workflow_task_state, "approve", sign_in(editor))

    assert [author.email] in [mail.to for mail in mailoutbox]


def test_a_page_goes_live_when_its_time_has_come(blog, editor, monkeypatch):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    post = BlogPageFactory(parent=blog, live=False, go_live_at=tomorrow)
    post.save_revision().publish(user=editor)

    call_command("publish_scheduled")
    post.refresh_from_db()
    assert not post.live

    monkeypatch.setattr(
        timezone, "now", lambda: tomorrow + datetime.timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    post.refresh_from_db()
    assert post.live


# --- The migration that made the groups


def test_the_only_groups_are_ours(db):
    names = Group.objects.values_list("name", flat=True)
    assert set(names) == {"Authors", "Editors", "Moderators"}


def test_the_only_workflow_asks_the_editors(db):
    workflow = Workflow.objects.get()
    task = GroupApprovalTask.objects.get()

    assert [step.specific for step in workflow.tasks] == [task]
    assert [group.name for group in task.groups.all()] == ["Editors"]
    assert workflow.name == "An editor reads it first"


def test_making_the_groups_again_changes_nothing(db):
    before = GroupPagePermission.objects.count()

    make_groups(apps, None)

    assert GroupPagePermission.objects.count() == before
    assert Workflow.objects.count() == 1


def test_moderators_stay_while_somebody_is_one_of_them(db):
    moderators = Group.objects.get(name="Moderators")
    UserFactory().groups.add(moderators)

    make_groups(apps, None)

    assert Group.objects.filter(name="Moderators").exists()


def test_a_workflow_that_somebody_chose_for_the_whole_site_stays(db):
    chosen = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowPage.objects.update(workflow=chosen)

    make_groups(apps, None)

    assert WorkflowPage.objects.get().workflow == chosen


# --- Tokens for the API


@pytest.mark.parametrize("who", ["author", "editor"])
def test_who_writes_makes_tokens_for_themselves_alone(
    request, who, sign_in, administrator
):
    user = request.getfixturevalue(who)
    APIToken.create_token(user=user, name="of mine")
    APIToken.create_token(user=administrator, name="of others")
    client = sign_in(user)
    page = client.get(reverse("wagtailusers_api_tokens:index")).text
    for owner in (user, administrator):
        client.post(
            reverse("wagtailusers_api_tokens:add"), {"name": "new", "user": owner.pk}
        )

    assert "of mine" in page
    assert "of others" not in page
    assert APIToken.objects.get(name="new").user == user

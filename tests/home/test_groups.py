"""The groups of the CMS, what none of them may, and what anonymous visitors may not."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import (
    APIToken,
    GroupApprovalTask,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
)

from tests.cms import NOT_FOR_AUTHORS, ONLY_FOR_ADMINISTRATORS, is_refused
from tests.factories import UserFactory

make_groups = import_module("home.migrations.0002_groups").make_groups


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

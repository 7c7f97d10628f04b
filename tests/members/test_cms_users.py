"""Users in the CMS: how administrators find and manage them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from members.models import User
from tests.factories import UserFactory

PASSWORD = "a long enough password"


@pytest.fixture
def hanna(db):
    return UserFactory(email="hanna@example.org", display_name="Hanna")


@pytest.fixture
def as_administrator(administrator, sign_in):
    return sign_in(administrator)


@pytest.fixture
def list_of_users(as_administrator):
    """`list_of_users(q="han")` is who that list shows, in its order."""

    def list_of_users(**query):
        response = as_administrator.get(reverse("wagtailusers_users:index"), query)
        return [user.display_name or user.email for user in response.context["users"]]

    return list_of_users


@pytest.fixture
def save_user(as_administrator, save):
    return lambda user, **changes: save(
        reverse("wagtailusers_users:edit", args=[user.pk]), **changes
    )


def bulk_url(action, *users):
    url = reverse("wagtail_bulk_action", args=["members", "user", action])
    return f"{url}?{'&'.join(f'id={user.pk}' for user in users)}"


# --- Signing in


def test_who_was_deactivated_is_signed_out(editor, sign_in):
    client = sign_in(editor)
    editor.is_active = False
    editor.save()

    assert client.get(reverse("wagtailadmin_home")).status_code == 302


# --- The list


def test_users_are_found_by_display_name(list_of_users):
    UserFactory(email="someone@example.org", display_name="김한나")

    assert list_of_users(q="한나") == ["김한나"]


def test_users_are_found_by_address(hanna, list_of_users):
    assert list_of_users(q="hanna@example") == ["Hanna"]


@pytest.mark.parametrize(
    ("ordering", "names"),
    [
        ("display_name", ["Anna", "Hanna"]),
        ("-display_name", ["Hanna", "Anna"]),
        ("email", ["Hanna", "Anna"]),
    ],
)
def test_users_are_sorted_by(ordering, names, hanna, list_of_users):
    UserFactory(email="zora@example.org", display_name="Anna")

    assert [name for name in list_of_users(ordering=ordering) if name in names] == names


def test_the_heading_of_the_name_sorts_the_list(hanna, as_administrator):
    page = as_administrator.get(reverse("wagtailusers_users:index"))

    assert "ordering=display_name" in page.content.decode()


def test_the_list_says_that_a_user_is_known_by_an_address(as_administrator):
    page = as_administrator.get(reverse("wagtailusers_users:index")).content.decode()

    assert "E-mail address" in page
    assert "Username" not in page


def test_users_are_filtered_by_group(hanna, editor, list_of_users):
    group = Group.objects.get(name="Editors")

    assert list_of_users(group=group.pk) == [editor.email]


def test_users_are_filtered_by_being_active(hanna, list_of_users):
    UserFactory(display_name="Gone", is_active=False)

    assert list_of_users(is_active="false") == ["Gone"]


# --- Creating, changing, deactivating


def test_an_administrator_can_create_an_author(as_administrator):
    as_administrator.post(
        reverse("wagtailusers_users:add"),
        {
            "email": "New@Example.org",
            "display_name": "Newcomer",
            "groups": [Group.objects.get(name="Authors").pk],
        },
    )

    newcomer = User.objects.get(email="new@example.org")
    assert newcomer.display_name == "Newcomer"
    assert not newcomer.has_usable_password()
    assert newcomer.has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("view", ["add", "edit"])
def test_the_forms_show_the_display_name_and_no_other(view, hanna, as_administrator):
    args = [hanna.pk] if view == "edit" else []
    url = reverse(f"wagtailusers_users:{view}", args=args)

    page = as_administrator.get(url).content.decode()

    assert 'name="display_name"' in page
    assert "first_name" not in page


def test_an_address_belongs_to_one_person_however_it_is_typed(hanna, as_administrator):
    response = as_administrator.post(
        reverse("wagtailusers_users:add"),
        {"email": "HANNA@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert response.context["form"].errors["email"] == [
        "Somebody with this address exists already."
    ]


def test_an_administrator_can_change_a_name_and_leave_the_password(hanna, save_user):
    hanna.set_password(PASSWORD)
    hanna.save()

    save_user(hanna, display_name="Hanna Kim")

    hanna.refresh_from_db()
    assert hanna.display_name == "Hanna Kim"
    assert hanna.check_password(PASSWORD)


def test_an_administrator_can_give_groups_and_all_rights(hanna, save_user):
    authors = Group.objects.get(name="Authors")

    save_user(hanna, groups=authors.pk, is_superuser="on")

    hanna.refresh_from_db()
    assert hanna.is_superuser
    assert list(hanna.groups.all()) == [authors]


def test_changing_a_name_deactivates_nobody(hanna, save_user):
    save_user(hanna, display_name="Hanna Kim")

    hanna.refresh_from_db()
    assert hanna.is_active


def test_an_administrator_can_deactivate_somebody(hanna, save_user):
    save_user(hanna, is_active="")

    hanna.refresh_from_db()
    assert not hanna.is_active


def test_administrators_cannot_lock_themselves_out(administrator, save_user):
    save_user(administrator, is_active="", is_superuser="", display_name="Ada")

    administrator.refresh_from_db()
    assert administrator.display_name == "Ada"
    assert administrator.is_active
    assert administrator.is_superuser


def test_an_administrator_who_changes_their_password_stays_signed_in(
    administrator, save_user, client
):
    save_user(administrator, password1=PASSWORD, password2=PASSWORD)

    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_weak_password_is_refused(hanna, save_user):
    save_user(hanna, password1="12345678", password2="12345678")

    hanna.refresh_from_db()
    assert not hanna.check_password("12345678")


def test_several_users_are_deactivated_at_once(hanna, as_administrator):
    other = UserFactory()

    as_administrator.post(
        bulk_url("set_active_state", hanna, other), {"mark_as_active": "False"}
    )

    assert not User.objects.filter(pk__in=[hanna.pk, other.pk], is_active=True).exists()


def test_several_users_are_put_into_a_group_at_once(hanna, as_administrator):
    authors = Group.objects.get(name="Authors")

    as_administrator.post(bulk_url("assign_role", hanna), {"role": authors.pk})

    assert list(hanna.groups.all()) == [authors]


def test_several_users_are_deleted_at_once(hanna, as_administrator):
    as_administrator.post(bulk_url("delete", hanna))

    assert not User.objects.filter(pk=hanna.pk).exists()


@pytest.mark.parametrize("action", ["set_active_state", "assign_role", "delete"])
def test_an_editor_cannot_act_on_users_at_once(action, hanna, editor, sign_in):
    fields = {"mark_as_active": "False", "role": Group.objects.first().pk}

    sign_in(editor).post(bulk_url(action, hanna), fields)

    hanna.refresh_from_db()
    assert hanna.is_active
    assert not hanna.groups.exists()

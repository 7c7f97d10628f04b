"""What editors change about themselves in the CMS."""

import re

import pytest
from django.urls import reverse


@pytest.fixture
def save_account(sign_in, editor, save):
    """What the editor changes about themselves."""
    sign_in(editor)
    return lambda **changes: save(reverse("wagtailadmin_account"), **changes)


def test_the_account_page_asks_for_the_display_name_alone(editor, sign_in):
    page = sign_in(editor).get(reverse("wagtailadmin_account")).content.decode()

    assert "name_email-display_name" in page
    assert "name_email-email" not in page
    assert "first_name" not in page


def test_the_account_page_takes_no_portrait(editor, sign_in):
    page = sign_in(editor).get(reverse("wagtailadmin_account")).content.decode()

    assert "avatar-avatar" not in page


def test_people_can_change_their_display_name(editor, save_account):
    save_account(name_email__display_name="Edith")

    editor.refresh_from_db()
    assert editor.display_name == "Edith"


def test_wagtails_account_page_changes_neither_password_nor_address(editor, sign_in):
    html = sign_in(editor).get(reverse("wagtailadmin_account")).content.decode()

    assert "display_name" in html
    assert "password" not in re.findall(r'<input[^>]*name="([^"]*)"', html)
    assert 'type="email"' not in html


def test_the_menu_shows_the_display_name(editor, sign_in):
    editor.display_name = "Hanna"
    editor.save()

    page = sign_in(editor).get(reverse("wagtailadmin_home")).content.decode()

    assert '"name": "Hanna"' in page

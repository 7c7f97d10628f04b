"""Who is counted as having taken an action, and who is not."""

from uuid import uuid4

import pytest
from django.test import Client

from base.models import ActionCount
from tests.base.actions import BLOCK, address_of, number_of
from tests.factories import (
    StandardPageFactory,
    action,
    block,
    restrict,
)

pytestmark = pytest.mark.django_db


# --- Who is counted


def test_a_reader_who_wrote_is_counted_after_a_button(client, page):
    before = client.get(address_of(page)).text
    after_looking = number_of(page)

    shown = client.post(address_of(page), follow=True).text

    assert "Yes, I wrote" in before
    assert (after_looking, number_of(page)) == (0, 1)
    assert "Thank you. You are counted." in shown
    assert "1 reader wrote." in client.get(page.url).text


def test_a_browser_is_counted_once(client, page):
    for _ in range(3):
        client.post(address_of(page))

    assert number_of(page) == 1


def test_other_browsers_are_counted_too(page):
    for _ in range(3):
        Client().post(address_of(page))

    assert number_of(page) == 3


def test_the_mark_in_the_browser_is_sent_to_one_address_alone(client, page):
    cookie = client.post(address_of(page)).cookies["did_it"]

    assert cookie["path"] == address_of(page)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert str(BLOCK) not in cookie.value


def test_a_mark_counts_for_its_own_block_alone(client, page, home_page):
    other = StandardPageFactory(parent=home_page, body=[action(identifier=BLOCK)])
    mark = client.post(address_of(page)).cookies["did_it"].value
    client.cookies.load({"did_it": mark})

    client.post(address_of(other))

    assert (number_of(page), number_of(other)) == (1, 1)


def test_a_forged_mark_is_none(client, page):
    client.cookies.load({"did_it": "yes:forged"})

    assert "Yes, I wrote" in client.get(address_of(page)).text


def test_one_connection_is_counted_so_often_and_not_without_end(page):
    statuses = [Client().post(address_of(page)).status_code for _ in range(32)]

    assert statuses == [302] * 30 + [429] * 2
    assert number_of(page) == 30


def test_a_number_is_all_that_is_kept(client, page):
    client.post(address_of(page))

    assert [field.name for field in ActionCount._meta.get_fields()] == [
        "id",
        "page",
        "block_id",
        "number",
    ]


# --- Who is not


def test_nobody_is_counted_after_the_deadline(client, closed):
    shown = client.get(address_of(closed)).text
    response = client.post(address_of(closed))

    assert "<button" not in shown.partition("<main")[2].partition("</main>")[0]
    assert "This action is over." in shown
    assert response.status_code == 403
    assert "nothing is counted any more" in response.text
    assert number_of(closed) == 0


@pytest.mark.parametrize(
    "why", ["draft", "private", "another block", "not an action", "no page", "home"]
)
def test_what_is_no_action_of_a_public_page_is_not_counted(client, home_page, why):
    body = [action(identifier=BLOCK)]
    if why == "not an action":
        body = [{**block("heading", "Free the poet"), "id": str(BLOCK)}]
    page = StandardPageFactory(parent=home_page, live=why != "draft", body=body)
    if why == "private":
        restrict(page)
    address = {
        "another block": address_of(page, uuid4()),
        "no page": f"/actions/{2**70}/{BLOCK}/",
        "home": address_of(home_page),
    }.get(why, address_of(page))

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert not ActionCount.objects.exists()


def test_an_action_that_was_taken_away_is_not_counted(client, page):
    page.body = []
    page.save_revision().publish()

    assert client.post(address_of(page)).status_code == 404


def test_an_action_in_a_draft_is_not_counted(client, page):
    new = uuid4()
    page.body = [action(identifier=new)]
    page.save_revision()

    assert client.post(address_of(page, new)).status_code == 404


def test_the_form_of_another_site_is_refused(page):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(address_of(page)).status_code == 403
    assert number_of(page) == 0


def test_the_numbers_go_with_the_page(client, page):
    client.post(address_of(page))
    page.delete()

    assert not ActionCount.objects.exists()

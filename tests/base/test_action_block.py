"""Actions as readers, editors and programs see them."""

import json
import re
from uuid import UUID

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError

from base.actions.blocks import ActionBlock
from base.models import ActionCount
from tests.base.actions import BLOCK, address_of, in_hours, part
from tests.factories import (
    BlogPageFactory,
    StandardPageFactory,
    action,
    queries_of,
)

pytestmark = pytest.mark.django_db


# --- What readers see


def test_a_letter_says_to_whom_what_for_and_until_when(client, home_page):
    letter = action(
        "Free the poet",
        addressee="The Minister",
        address="Ministry\nGwacheon",
        email="minister@example.org",
        points=["Release him.", "석방하라."],
        sample="Dear Minister,\n\nI am writing.",
        deadline="2099-12-05T06:00:00+00:00",
    )
    page = StandardPageFactory(parent=home_page, body=[letter])

    shown = part(client.get(page.url))

    for html in [
        ">Letter</p>",
        '<h2 class="action__title">Free the poet</h2>',
        '<time datetime="2099-12-05T15:00:00+0900">Saturday 5 December 2099, 15:00',
        "<span>The Minister</span><br><span>Ministry<br>Gwacheon</span>",
        '<a href="mailto:minister@example.org">',
        '<li>Release him.</li><li lang="ko">석방하라.</li>',
        "<p>Dear Minister,</p>",
        ">I wrote</a>",
    ]:
        assert html in shown


def test_a_petition_leads_to_where_it_is_signed(client, home_page):
    petition = action(kind="petition", link="https://example.org/sign")
    page = StandardPageFactory(parent=home_page, body=[petition])

    shown = part(client.get(page.url))

    assert ">Petition</p>" in shown
    assert 'href="https://example.org/sign" rel="noopener noreferrer"' in shown
    assert ">I signed</a>" in shown


def test_an_action_is_closed_from_its_deadline_on(client, closed):
    shown = part(client.get(closed.url))

    assert shown.startswith(" action--closed")
    assert re.search("Closed on <time [^>]*>[^<]*</time> in Seoul[.]", shown)
    assert "I wrote" not in shown
    assert "href" not in shown


def test_an_action_without_a_deadline_stays_open(client, page):
    shown = part(client.get(page.url))

    assert "I wrote" in shown
    assert "Until" not in shown


def test_a_deadline_without_a_time_zone_is_in_seoul(client, home_page):
    page = StandardPageFactory(
        parent=home_page, body=[action(deadline="2099-12-05T15:00:00")]
    )

    assert 'datetime="2099-12-05T15:00:00+0900"' in part(client.get(page.url))


def test_the_page_holds_no_form_and_no_token_so_that_it_can_be_kept(client, page):
    response = client.get(page.url)

    assert "csrf" not in response.text
    assert "<form" not in part(response)
    assert not response.cookies


def test_an_action_can_stand_on_pages_of_every_kind(client, home_page, blog):
    home_page.body = [action("One")]
    home_page.save()
    post = BlogPageFactory(parent=blog, body=[action("Two")])

    for address in ["/", post.url]:
        [link] = re.findall(r'href="(/actions/[^"]*)"', client.get(address).text)
        assert client.post(link).status_code == 302
    assert ActionCount.objects.count() == 2


def test_many_actions_cost_one_query_for_their_numbers(client, home_page):
    page = StandardPageFactory(parent=home_page)
    none = queries_of(client, page.url)
    page.body = [action() for _ in range(5)]
    page.save()

    assert queries_of(client, page.url) == none + 1


def test_a_block_that_a_program_named_otherwise_has_no_button(client, home_page):
    named = {**action(), "id": "my-letter"}
    page = StandardPageFactory(parent=home_page, body=[named])

    assert "Release him." in part(client.get(page.url))
    assert "I wrote" not in part(client.get(page.url))


def test_the_preview_of_a_page_that_was_never_saved_works(home_page):
    page = StandardPageFactory.build(slug="new", body=[action()])

    assert "Release him." in page.make_preview_request().render().text


def test_the_feed_has_the_action_of_a_post(client, blog):
    BlogPageFactory(parent=blog, body=[action("Free the poet")])

    assert "Free the poet" in client.get("/blog/feed/").text


# --- In the CMS and the API


def cleaned(**fields):
    letter = ActionBlock()
    return letter.clean(letter.to_python(action(**fields)["value"]))


def test_a_petition_says_where_to_sign(db):
    with pytest.raises(ValidationError):
        cleaned(kind="petition")

    assert cleaned(kind="petition", link="https://example.org")["link"]


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"addressee": ""}, {"link": "javascript:alert(1)"}, {"email": "x"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_missing_or_wrong_is_refused(db, wrong):
    with pytest.raises(ValidationError):
        cleaned(**wrong)


FAR = ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59", "0001-01-01T00:00:00+14:00"]


@pytest.mark.parametrize("deadline", [*FAR, "2101-01-01T00:00:00+09:00"])
def test_a_deadline_that_no_calendar_can_tell_is_refused(db, deadline):
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(deadline=deadline)

    [sentence] = refused.value.block_errors["deadline"].messages
    assert sentence == "Please look at the year: it is one from 2000 to 2100."
    assert cleaned(deadline="2000-01-01T00:00:00+09:00")["deadline"]


@pytest.mark.parametrize("deadline", FAR)
def test_a_far_deadline_that_is_stored_breaks_no_page(
    client, home_page, editor, sign_in, deadline
):
    page = StandardPageFactory(
        parent=home_page, body=[action(identifier=BLOCK, deadline=deadline)]
    )
    page.save_revision(clean=False)

    assert client.get(page.url).status_code == 200
    assert client.get(f"/api/v3/pages/{page.pk}/").status_code == 200
    assert client.get(address_of(page)).status_code == 200
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert sign_in(editor).get(edit).status_code == 200


@pytest.mark.parametrize(("hours", "is_open"), [(1, True), (-1, False), (None, True)])
def test_the_api_says_whether_it_is_open(client, home_page, hours, is_open):
    deadline = hours and in_hours(hours)
    page = StandardPageFactory(
        parent=home_page, body=[action(identifier=BLOCK, deadline=deadline)]
    )

    [told] = json.loads(client.get(f"/api/v3/pages/{page.pk}/").content)["body"]

    assert UUID(told["id"]) == BLOCK
    assert told["value"]["points"] == ["Release him."]
    assert told["value"]["is_open"] is is_open
    assert (told["value"]["deadline"] or "+09:00").endswith("+09:00")


@pytest.mark.parametrize("hours", [1, -1])
def test_the_form_to_count_is_well_formed(client, home_page, hours):
    page = StandardPageFactory(
        parent=home_page,
        body=[action("석방", identifier=BLOCK, deadline=in_hours(hours))],
    )
    parser = html5lib.HTMLParser(strict=True)

    parser.parse(client.get(address_of(page)).text)
    parser.parse(client.get(page.url).text)

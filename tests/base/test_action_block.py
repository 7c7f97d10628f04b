"""Letters and petitions: what readers see, when they close, and who is counted."""

import datetime
import json
import re
from uuid import UUID, uuid4

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError

from base.actions.blocks import ActionBlock
from base.models import ActionCount
from tests.factories import (
    BlogPageFactory,
    StandardPageFactory,
    action,
    block,
    queries_of,
    restrict,
)

BLOCK = uuid4()
HOUR = datetime.timedelta(hours=1)


pytestmark = pytest.mark.django_db


def in_hours(number):
    return (timezone.now() + number * HOUR).isoformat()


@pytest.fixture
def page(home_page):
    return StandardPageFactory(
        parent=home_page, title="Act", body=[action(identifier=BLOCK)]
    )


@pytest.fixture
def closed(home_page):
    return StandardPageFactory(
        parent=home_page,
        title="Act",
        body=[action(identifier=BLOCK, deadline=in_hours(-1))],
    )


def address_of(page, block_id=BLOCK):
    return reverse("did_it", args=[page.pk, block_id])


def number_of(page, block_id=BLOCK):
    return ActionCount.on(page).get(block_id, 0)


def part(response):
    """The block on a page."""
    return response.text.partition('<section class="action')[2].partition("</section>")[
        0
    ]


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
        "<span>The Minister</span><span>Ministry<br>Gwacheon</span>",
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

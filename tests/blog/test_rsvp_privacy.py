"""Who sees an RSVP, and how long it is kept."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import RSVP, MeetingPage
from members.my_data.personal_data import erase_person, personal_data
from tests.factories import UserFactory

from .rsvps import DAY, GUEST, come, in_past


def test_only_the_number_of_those_who_come_is_public(client, meeting, member):
    come(meeting, user=member)
    come(meeting, **GUEST)
    RSVP.objects.create(meeting=meeting, name="Unsure", email="unsure@example.org")

    for address in [meeting.url, "/blog/meetings/", f"/api/v3/pages/{meeting.pk}/"]:
        shown = client.get(address).text
        assert not re.search("minji|미나|member@|unsure", shown, re.IGNORECASE)
    assert "2 people are coming." in client.get(meeting.url).text
    [listed] = client.get("/api/v3/meetings/").json()["items"]
    assert listed["coming"] == 2


@pytest.mark.parametrize(("who", "seen"), [("editor", True), ("author", False)])
def test_only_editors_see_the_names(meeting, member, request, sign_in, who, seen):
    come(meeting, user=member)
    come(meeting, **GUEST)
    RSVP.for_guest(meeting, name="Unsure", email="unsure@example.org", remember=False)
    user = request.getfixturevalue(who)
    MeetingPage.objects.update(owner=user)

    address = reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    shown = sign_in(user).get(address).text

    assert "Venue for members only" in shown.replace("venue for", "Venue for")
    assert ("미나" in shown, "Minji" in shown) == (seen, seen)
    assert "Unsure" not in shown
    assert (
        "example.org" not in shown.partition("Who is coming")[2].partition("</ul>")[0]
    )


def test_what_nobody_confirmed_and_old_meetings_are_forgotten(blog, meeting):
    old = in_past(blog, ago=31 * DAY)
    kept = [come(meeting, **GUEST), come(in_past(blog, ago=29 * DAY), **GUEST)]
    come(old, **GUEST)
    RSVP.objects.create(
        meeting=meeting,
        email="late@example.org",
        created_at=timezone.now() - RSVP.CONFIRM_WITHIN,
    )
    kept.append(RSVP.objects.create(meeting=meeting, email="new@example.org"))

    RSVP.purge()

    assert list(RSVP.objects.order_by("pk")) == kept


def test_rsvps_are_in_the_download_of_personal_data(meeting, member):
    come(meeting, user=member)
    come(meeting, name="M", email="Member@example.org")
    come(meeting, **GUEST)

    told = personal_data(member)["meetings"]

    assert [each["meeting"] for each in told] == ["Letters", "Letters"]


def test_rsvps_are_erased_with_the_member(meeting, member):
    come(meeting, user=member)
    come(meeting, name="M", email="member@example.org")
    other = come(meeting, **GUEST)

    erase_person(member, keep_contributions=True)

    assert list(RSVP.objects.all()) == [other]


def test_a_user_without_a_name_is_shown_without_their_address(meeting):
    rsvp = come(meeting, user=UserFactory(display_name=""))

    assert rsvp.shown_name == "a member without a name"


def test_a_user_without_an_address_has_no_rsvps_of_others(meeting, member):
    come(meeting, user=member)
    nobody = UserFactory()
    nobody.email = ""

    assert not RSVP.objects.of(nobody).exists()


def test_an_rsvp_is_kept_until_thirty_days_after_the_end(blog):
    ends = timezone.now() - 29 * DAY
    long_meeting = in_past(blog, ago=31 * DAY, ends=ends)
    come(long_meeting, **GUEST)

    RSVP.purge()

    assert RSVP.objects.exists()


def test_the_form_of_a_new_meeting_works_without_rsvps(blog, administrator, sign_in):
    address = reverse("wagtailadmin_pages:add", args=["blog", "meetingpage", blog.pk])

    shown = sign_in(administrator).get(address)

    assert shown.status_code == 200
    assert "Who is coming" not in shown.text


def test_a_confirmed_rsvp_is_kept_however_early_it_was_made(meeting):
    come(meeting, created_at=timezone.now() - 20 * DAY, **GUEST)

    RSVP.purge()

    assert RSVP.objects.exists()

"""The link with which guests confirm an RSVP, and everybody withdraws one."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.models import RSVP, MeetingPage
from members.models import User
from tests.factories import MeetingPageFactory

from .rsvps import DAY, GUEST, come, link_in, rsvp_url


def test_a_guest_counts_after_the_button_behind_the_link_in_the_mail(client, meeting):
    response = client.post(rsvp_url(meeting), GUEST, follow=True)
    [message] = mail.outbox
    before = meeting.rsvps.confirmed().count()
    client.get(link_in(message))
    after_looking = meeting.rsvps.confirmed().count()

    shown = client.post(link_in(message), follow=True).text

    assert "Look into your mail" in response.text
    assert message.to == ["minji@example.org"]
    assert (before, after_looking) == (0, 0)
    assert "<h1>You are coming</h1>" in shown
    assert "open the link in our mail once more" in shown
    assert meeting.rsvps.confirmed().get().name == "Minji"
    assert not User.objects.exists()


def test_a_guest_who_asks_to_be_remembered_is_a_member_from_then_on(client, meeting):
    client.post(rsvp_url(meeting), {**GUEST, "remember": "on"})
    client.post(link_in(mail.outbox[0]))
    user = User.objects.get()

    assert (user.email, user.display_name) == ("minji@example.org", "Minji")
    assert meeting.rsvps.confirmed().get().user == user
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_link_signs_nobody_in_a_second_time(client, meeting):
    client.post(rsvp_url(meeting), {**GUEST, "remember": "on"})
    client.post(link_in(mail.outbox[0]))
    thief = Client()

    thief.post(link_in(mail.outbox[0]))

    assert "_auth_user_id" not in thief.session


def test_confirming_once_more_changes_nothing(client, meeting):
    client.post(rsvp_url(meeting), GUEST)
    client.post(link_in(mail.outbox[0]))
    RSVP.objects.update(confirmed_at=timezone.now() - DAY)
    before = RSVP.objects.values().get()

    client.post(link_in(mail.outbox[0]))

    assert RSVP.objects.values().get() == before


@pytest.mark.parametrize("email", ["minji@example.org", "member@example.org"])
@pytest.mark.parametrize("remember", [True, False])
def test_who_presses_the_button_twice_at_a_time_counts_once(
    meeting, member, email, remember
):
    said, _is_due = RSVP.for_guest(meeting, name="X", email=email, remember=remember)
    at_the_same_time = RSVP.objects.get()

    first, again = said.confirm(), at_the_same_time.confirm()

    assert meeting.rsvps.confirmed().get() == first[0] == again[0]
    assert (first[1], again[1]) == (True, False)


def test_an_rsvp_that_was_withdrawn_meanwhile_is_not_confirmed(
    client, meeting, monkeypatch
):
    client.post(rsvp_url(meeting), GUEST)
    found = RSVP.objects.get()
    RSVP.objects.all().delete()
    monkeypatch.setattr(
        "blog.meetings.rsvps.models.RSVPQuerySet.for_token", lambda *args: found
    )

    response = client.post(link_in(mail.outbox[0]))

    assert response.url == rsvp_url(meeting)
    assert not RSVP.objects.exists()


def test_a_member_who_is_not_signed_in_counts_once(client, meeting, member):
    come(meeting, user=member)
    client.post(rsvp_url(meeting), {"name": "X", "email": "Member@example.org"})

    shown = client.post(link_in(mail.outbox[0]), follow=True).text

    assert meeting.rsvps.get().user == member
    assert "<h1>You are coming</h1>" in shown


def test_a_guest_counts_once(client, meeting):
    for email in ["minji@example.org", "MINJI@example.org"]:
        client.post(rsvp_url(meeting), {**GUEST, "email": email})
        client.post(link_in(mail.outbox[-1]))

    assert meeting.rsvps.count() == 1


def test_a_guest_withdraws_by_the_link(client, meeting):
    client.post(rsvp_url(meeting), GUEST)
    link = link_in(mail.outbox[0])
    client.post(link)
    client.get(link)
    before = meeting.rsvps.count()

    shown = client.post(link, {"answer": "no"}).text

    assert (before, meeting.rsvps.count()) == (1, 0)
    assert "You are not coming" in shown
    assert f'<a href="{meeting.url}">Back to “Letters”</a>' in shown
    assert client.get(link).status_code == 404
    assert "There is no answer here" in client.post(link).text


@pytest.mark.parametrize(
    "token", ["1", "1:forged", "nonsense", "9999999999999999999:x"]
)
def test_a_forged_link_leads_nowhere(client, meeting, token):
    come(meeting, **GUEST)
    address = reverse("meetings:rsvp_by_link", args=[token])

    assert client.get(address).status_code == 404
    client.post(address, {"answer": "no"})
    assert meeting.rsvps.count() == 1


def test_an_old_link_confirms_nothing_for_a_cancelled_meeting(client, meeting):
    client.post(rsvp_url(meeting), GUEST)
    MeetingPage.objects.update(cancelled=True)

    client.post(link_in(mail.outbox[0]))

    assert not meeting.rsvps.confirmed().exists()


def test_the_link_is_kept_by_no_cache_and_no_search_engine(client, meeting):
    client.post(rsvp_url(meeting), GUEST)

    response = client.get(link_in(mail.outbox[0]))

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_a_confirmed_rsvp_of_a_members_address_keeps_no_copy_of_it(
    client, meeting, member
):
    client.post(rsvp_url(meeting), {"name": "X", "email": member.email})
    client.post(link_in(mail.outbox[0]))
    rsvp = RSVP.objects.confirmed().get()

    assert (rsvp.user, rsvp.name, rsvp.email) == (member, "", "")


def test_a_member_who_did_not_ask_for_it_is_not_signed_in(client, meeting, member):
    client.post(rsvp_url(meeting), {"name": "X", "email": member.email})
    client.post(link_in(mail.outbox[0]))

    assert RSVP.objects.confirmed().get().user == member
    assert "_auth_user_id" not in client.session


def test_a_member_who_comes_already_is_signed_in_if_they_ask_for_it(
    client, meeting, member
):
    come(meeting, user=member)
    guest = {"name": "X", "email": member.email, "remember": "on"}
    client.post(rsvp_url(meeting), guest)
    client.post(link_in(mail.outbox[0]))

    assert client.session["_auth_user_id"] == str(member.pk)


def test_an_rsvp_to_another_meeting_stays(client, blog, meeting, member):
    other = come(MeetingPageFactory(parent=blog), user=member)
    client.post(rsvp_url(meeting), {"name": "X", "email": member.email})
    client.post(link_in(mail.outbox[0]))

    assert meeting.rsvps.get().user == member
    assert RSVP.objects.filter(pk=other.pk).exists()

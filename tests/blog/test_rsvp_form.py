"""The form of an RSVP, for members and for guests."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.models import RSVP, MeetingPage
from tests.factories import BlogPageFactory, MeetingPageFactory, restrict

from .rsvps import GUEST, HOUR, come, in_past, rsvp_url


def test_a_member_comes_with_one_press_of_a_button(client, meeting, member, sign_in):
    sign_in(member)
    before = client.get(rsvp_url(meeting)).text

    shown = client.post(rsvp_url(meeting), follow=True).text

    assert "Are you coming?" in before
    assert "<h1>You are coming</h1>" in shown
    assert RSVP.objects.confirmed().get().user == member
    assert "1 person is coming." in client.get(meeting.url).text
    assert mail.outbox == []


def test_a_member_counts_once(client, meeting, member, sign_in):
    for _ in range(3):
        sign_in(member).post(rsvp_url(meeting))

    assert meeting.rsvps.count() == 1


def test_a_member_withdraws_only_their_own_rsvp(client, meeting, member, sign_in):
    come(meeting, user=member)
    other = come(meeting, **GUEST)

    sign_in(member).post(rsvp_url(meeting), {"answer": "no"})

    assert list(meeting.rsvps.all()) == [other]


def test_a_member_who_withdraws_is_told_so_and_may_come_again(
    client, meeting, member, sign_in
):
    come(meeting, user=member)

    shown = sign_in(member).post(rsvp_url(meeting), {"answer": "no"}, follow=True)

    assert "<h1>You are not coming</h1>" in shown.text
    assert f'<a href="{meeting.url}">Back to “Letters”</a>' in shown.text
    assert "I am coming</button>" in shown.text  # they may think again
    again = client.post(rsvp_url(meeting), follow=True).text
    assert "<h1>You are coming</h1>" in again


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Please choose a name. Any will do."),
        ({"name": "x" * 51}, "Please choose a shorter name"),
        ({"email": ""}, "Please give an address"),
        ({"email": "minji"}, "This is not a whole e-mail address"),
    ],
)
def test_what_is_wrong_is_said_and_what_is_typed_is_kept(
    client, meeting, wrong, sentence
):
    response = client.post(rsvp_url(meeting), {**GUEST, **wrong})

    assert response.status_code == 422
    assert sentence in response.text
    kept = {**GUEST, **wrong}.values()
    assert all(f'value="{text}"' in response.text for text in kept if text)
    assert not RSVP.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("why", ["over", "cancelled"])
def test_nobody_can_rsvp_to_a_meeting_that_is_over_or_cancelled(
    client, blog, member, sign_in, why
):
    if why == "over":
        meeting = in_past(blog)
    else:
        meeting = MeetingPageFactory(parent=blog, cancelled=True)
    guest = client.post(rsvp_url(meeting), {**GUEST, "answer": "no"})
    signed_in = sign_in(member).post(rsvp_url(meeting))

    assert (guest.status_code, signed_in.status_code) == (403, 403)
    assert not RSVP.objects.exists()
    assert f'href="{rsvp_url(meeting)}"' not in client.get(meeting.url).text


@pytest.mark.parametrize("why", ["draft", "private", "no meeting", "unknown"])
def test_nobody_can_rsvp_to_a_meeting_that_they_may_not_see(
    client, blog, member, sign_in, why
):
    page = MeetingPageFactory(parent=blog, live=why != "draft")
    if why == "private":
        restrict(page)
    pk = {"no meeting": BlogPageFactory(parent=blog).pk, "unknown": 2**70}
    address = f"/meetings/{pk.get(why, page.pk)}/coming/"

    assert sign_in(member).get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert not RSVP.objects.exists()


def test_the_form_of_another_site_is_refused(meeting, member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    assert strict.post(rsvp_url(meeting)).status_code == 403
    assert not RSVP.objects.exists()


def test_an_address_is_not_flooded_with_mails(client, meeting):
    for _ in range(5):
        response = client.post(rsvp_url(meeting), GUEST)
        RSVP.objects.update(created_at=timezone.now() - HOUR)

    assert len(mail.outbox) == 3
    assert response.status_code == 422
    assert "We have sent several mails to this address already" in response.text
    assert 'value="Minji"' in response.text


def test_a_form_that_is_sent_twice_is_mailed_about_once(client, meeting):
    client.post(rsvp_url(meeting), GUEST)
    shown = client.post(rsvp_url(meeting), {**GUEST, "name": "Mina"}, follow=True)
    at_once = len(mail.outbox)
    RSVP.objects.update(created_at=timezone.now() - RSVP.RESEND_AFTER)
    client.post(rsvp_url(meeting), {**GUEST, "name": "Mina"})

    assert "Look into your mail" in shown.text
    assert (at_once, len(mail.outbox)) == (1, 2)
    assert meeting.rsvps.get().name == "Mina"


def test_one_connection_cannot_fill_a_meeting(client, meeting):
    answers = [
        client.post(rsvp_url(meeting), {"name": "x", "email": f"x{number}@example.org"})
        for number in range(32)
    ]

    assert [answer.status_code for answer in answers].count(302) == 30
    assert answers[-1].status_code == 429
    assert 'value="x31@example.org"' in answers[-1].text


def test_a_member_sees_only_their_own_rsvp(client, meeting, member, sign_in):
    come(meeting, **GUEST)

    assert "<h1>Are you coming?</h1>" in sign_in(member).get(rsvp_url(meeting)).text


def test_a_member_may_withdraw_from_a_cancelled_meeting(meeting, member, sign_in):
    come(meeting, user=member)
    MeetingPage.objects.update(cancelled=True)

    response = sign_in(member).post(rsvp_url(meeting), {"answer": "no"})

    assert response.status_code == 302
    assert not meeting.rsvps.exists()


def test_an_old_address_does_not_say_withdrawn_to_who_comes(meeting, member, sign_in):
    come(meeting, user=member)

    shown = sign_in(member).get(rsvp_url(meeting) + "?taken_back=1").text

    assert "We no longer count on you" not in shown


def test_a_meeting_takes_rsvps_until_it_ends(client, blog):
    meeting = in_past(blog, ago=HOUR)  # of two

    assert client.post(rsvp_url(meeting), GUEST).status_code == 302
    assert RSVP.objects.exists()


def test_an_rsvp_without_its_mail_is_not_kept(client, meeting, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("blog.meetings.rsvps.mails.send_mail_template", fail)
    with pytest.raises(RuntimeError):
        client.post(rsvp_url(meeting), GUEST)

    assert not RSVP.objects.exists()


def test_a_confirmed_rsvp_is_not_changed_by_the_form(client, meeting):
    come(meeting, **GUEST)

    client.post(rsvp_url(meeting), {**GUEST, "name": "Somebody else"})

    assert RSVP.objects.get().name == "Minji"


@pytest.mark.parametrize(("minutes", "mails"), [(9, 1), (10, 2)])
def test_the_link_is_mailed_again_after_ten_minutes_and_once(
    client, meeting, minutes, mails
):
    client.post(rsvp_url(meeting), GUEST)
    RSVP.objects.update(created_at=timezone.now() - minutes * HOUR / 60)
    for _ in range(2):
        client.post(rsvp_url(meeting), GUEST)

    assert len(mail.outbox) == mails


@pytest.mark.parametrize("email", ['"a,b"@example.org', '"minji"@example.org'])
def test_an_address_that_mail_programs_misread_is_refused(client, meeting, email):
    response = client.post(rsvp_url(meeting), {**GUEST, "email": email})

    assert response.status_code == 422
    assert not RSVP.objects.exists()


def test_a_form_with_errors_does_not_count_as_a_mail(client, meeting):
    for _ in range(5):
        client.post(rsvp_url(meeting), {**GUEST, "name": ""})

    assert client.post(rsvp_url(meeting), GUEST).status_code == 302


def test_the_form_is_kept_by_no_cache(client, meeting):
    assert "no-store" in client.get(rsvp_url(meeting))["Cache-Control"]
    sent = client.get(reverse("meetings:rsvp_confirmation_sent", args=[meeting.pk]))
    assert "no-store" in sent["Cache-Control"]

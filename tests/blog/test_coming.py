"""Who comes to a meeting: saying so, taking it back, what is mailed and what is kept."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.meetings.rsvps import reminders
from blog.models import RSVP, MeetingPage
from members.models import User
from members.my_data.personal_data import erase_person, personal_data
from operations.management.commands.worker import Command as Worker
from tests.factories import BlogPageFactory, MeetingPageFactory, UserFactory, restrict

from .rsvps import DAY, GUEST, HOUR, address_of, come, in_past


@pytest.fixture
def meeting(blog):
    return MeetingPageFactory(parent=blog, title="Letters", slug="letters")


def links_in(message):
    """Where the link of a mail leads on this site."""
    return re.search(r"http://[^/\s]+(/meetings/answer/\S+/)", message.body)[1]


# --- Saying that one comes


def test_a_member_comes_with_one_press_of_a_button(client, meeting, member, sign_in):
    sign_in(member)
    before = client.get(address_of(meeting)).text

    shown = client.post(address_of(meeting), follow=True).text

    assert "Are you coming?" in before
    assert "<h1>You are coming</h1>" in shown
    assert RSVP.objects.confirmed().get().user == member
    assert "1 person is coming." in client.get(meeting.url).text
    assert mail.outbox == []


def test_a_member_counts_once(client, meeting, member, sign_in):
    for _ in range(3):
        sign_in(member).post(address_of(meeting))

    assert meeting.rsvps.count() == 1


def test_a_member_takes_their_own_word_back_and_nobody_elses(
    client, meeting, member, sign_in
):
    come(meeting, user=member)
    other = come(meeting, **GUEST)

    sign_in(member).post(address_of(meeting), {"answer": "no"})

    assert list(meeting.rsvps.all()) == [other]


def test_a_member_who_takes_their_word_back_reads_that_it_was_heard(
    client, meeting, member, sign_in
):
    come(meeting, user=member)

    shown = sign_in(member).post(address_of(meeting), {"answer": "no"}, follow=True)

    assert "<h1>You are not coming</h1>" in shown.text
    assert f'<a href="{meeting.url}">Back to “Letters”</a>' in shown.text
    assert "I am coming</button>" in shown.text  # they may think again
    again = client.post(address_of(meeting), follow=True).text
    assert "<h1>You are coming</h1>" in again


def test_a_guest_counts_after_the_button_behind_the_link_in_the_mail(client, meeting):
    response = client.post(address_of(meeting), GUEST, follow=True)
    [message] = mail.outbox
    before = meeting.rsvps.confirmed().count()
    client.get(links_in(message))
    after_looking = meeting.rsvps.confirmed().count()

    shown = client.post(links_in(message), follow=True).text

    assert "Look into your mail" in response.text
    assert message.to == ["minji@example.org"]
    assert (before, after_looking) == (0, 0)
    assert "<h1>You are coming</h1>" in shown
    assert "open the link in our mail once more" in shown
    assert meeting.rsvps.confirmed().get().name == "Minji"
    assert not User.objects.exists()


def test_a_guest_who_asks_to_be_remembered_is_a_member_from_then_on(client, meeting):
    client.post(address_of(meeting), {**GUEST, "remember": "on"})
    client.post(links_in(mail.outbox[0]))
    user = User.objects.get()

    assert (user.email, user.display_name) == ("minji@example.org", "Minji")
    assert meeting.rsvps.confirmed().get().user == user
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_link_signs_nobody_in_a_second_time(client, meeting):
    client.post(address_of(meeting), {**GUEST, "remember": "on"})
    client.post(links_in(mail.outbox[0]))
    thief = Client()

    thief.post(links_in(mail.outbox[0]))

    assert "_auth_user_id" not in thief.session


def test_confirming_once_more_changes_nothing(client, meeting):
    client.post(address_of(meeting), GUEST)
    client.post(links_in(mail.outbox[0]))
    RSVP.objects.update(confirmed_at=timezone.now() - DAY)
    before = RSVP.objects.values().get()

    client.post(links_in(mail.outbox[0]))

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


def test_what_was_taken_back_meanwhile_is_not_confirmed(client, meeting, monkeypatch):
    client.post(address_of(meeting), GUEST)
    found = RSVP.objects.get()
    RSVP.objects.all().delete()
    monkeypatch.setattr(
        "blog.meetings.rsvps.models.RSVPQuerySet.for_token", lambda *args: found
    )

    response = client.post(links_in(mail.outbox[0]))

    assert response.url == address_of(meeting)
    assert not RSVP.objects.exists()


def test_who_has_no_address_is_taken_for_nobody_else(meeting, member):
    come(meeting, user=member)
    nobody = UserFactory()
    nobody.email = ""

    assert not RSVP.objects.of(nobody).exists()


def test_a_member_who_is_not_signed_in_counts_once(client, meeting, member):
    come(meeting, user=member)
    client.post(address_of(meeting), {"name": "X", "email": "Member@example.org"})

    shown = client.post(links_in(mail.outbox[0]), follow=True).text

    assert meeting.rsvps.get().user == member
    assert "<h1>You are coming</h1>" in shown


def test_a_guest_counts_once(client, meeting):
    for email in ["minji@example.org", "MINJI@example.org"]:
        client.post(address_of(meeting), {**GUEST, "email": email})
        client.post(links_in(mail.outbox[-1]))

    assert meeting.rsvps.count() == 1


def test_a_guest_takes_their_word_back_by_the_link(client, meeting):
    client.post(address_of(meeting), GUEST)
    link = links_in(mail.outbox[0])
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
    response = client.post(address_of(meeting), {**GUEST, **wrong})

    assert response.status_code == 422
    assert sentence in response.text
    kept = {**GUEST, **wrong}.values()
    assert all(f'value="{text}"' in response.text for text in kept if text)
    assert not RSVP.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("why", ["over", "cancelled"])
def test_nobody_comes_to_what_does_not_take_place(client, blog, member, sign_in, why):
    if why == "over":
        meeting = in_past(blog)
    else:
        meeting = MeetingPageFactory(parent=blog, cancelled=True)
    guest = client.post(address_of(meeting), {**GUEST, "answer": "no"})
    signed_in = sign_in(member).post(address_of(meeting))

    assert (guest.status_code, signed_in.status_code) == (403, 403)
    assert not RSVP.objects.exists()
    assert f'href="{address_of(meeting)}"' not in client.get(meeting.url).text


def test_an_old_link_confirms_nothing_for_a_cancelled_meeting(client, meeting):
    client.post(address_of(meeting), GUEST)
    MeetingPage.objects.update(cancelled=True)

    client.post(links_in(mail.outbox[0]))

    assert not meeting.rsvps.confirmed().exists()


@pytest.mark.parametrize("why", ["draft", "private", "no meeting", "unknown"])
def test_nobody_comes_to_what_they_may_not_see(client, blog, member, sign_in, why):
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

    assert strict.post(address_of(meeting)).status_code == 403
    assert not RSVP.objects.exists()


def test_an_address_is_not_flooded_with_mails(client, meeting):
    for _ in range(5):
        response = client.post(address_of(meeting), GUEST)
        RSVP.objects.update(created_at=timezone.now() - HOUR)

    assert len(mail.outbox) == 3
    assert response.status_code == 422
    assert "We have sent several mails to this address already" in response.text
    assert 'value="Minji"' in response.text


def test_a_form_that_is_sent_twice_is_mailed_about_once(client, meeting):
    client.post(address_of(meeting), GUEST)
    shown = client.post(address_of(meeting), {**GUEST, "name": "Mina"}, follow=True)
    at_once = len(mail.outbox)
    RSVP.objects.update(created_at=timezone.now() - RSVP.RESEND_AFTER)
    client.post(address_of(meeting), {**GUEST, "name": "Mina"})

    assert "Look into your mail" in shown.text
    assert (at_once, len(mail.outbox)) == (1, 2)
    assert meeting.rsvps.get().name == "Mina"


def test_one_connection_cannot_fill_a_meeting(client, meeting):
    answers = [
        client.post(
            address_of(meeting), {"name": "x", "email": f"x{number}@example.org"}
        )
        for number in range(32)
    ]

    assert [answer.status_code for answer in answers].count(302) == 30
    assert answers[-1].status_code == 429
    assert 'value="x31@example.org"' in answers[-1].text


def test_only_the_number_of_those_who_come_is_public(client, meeting, member):
    come(meeting, user=member)
    come(meeting, **GUEST)

    for address in [meeting.url, "/blog/meetings/", f"/api/v3/pages/{meeting.pk}/"]:
        shown = client.get(address).text
        assert not re.search("minji|미나|member@", shown, re.IGNORECASE)
    assert "2 people are coming." in client.get(meeting.url).text


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


# --- Mails


def tomorrow(blog, **fields):
    starts = timezone.now() + datetime.timedelta(hours=20)
    return MeetingPageFactory(parent=blog, title="Letters", starts=starts, **fields)


def recipients():
    return sorted(address for message in mail.outbox for address in message.to)


def test_those_who_come_are_reminded_once_the_day_before(blog, member):
    meeting = tomorrow(blog)
    come(meeting, user=member)
    come(meeting, **GUEST)

    for _ in range(3):
        reminders.send_due()

    assert recipients() == ["member@example.org", "minji@example.org"]
    assert "Café Dongne" in mail.outbox[0].body
    assert links_in(mail.outbox[0]) in mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert "List-Unsubscribe-Post" not in mail.outbox[0].extra_headers


def test_the_worker_reminds_and_forgets(blog, member, monkeypatch):
    come(tomorrow(blog), user=member)
    come(in_past(blog, ago=31 * DAY), **GUEST)
    worker = Worker()
    monkeypatch.setattr("signal.signal", lambda *args: None)
    monkeypatch.setattr("time.sleep", worker.stop)  # after the first round

    worker.handle()

    assert recipients() == ["member@example.org"]
    assert RSVP.objects.get().user == member


def test_a_reminder_tells_no_venue_for_members(blog, member):
    come(tomorrow(blog, venue="TELLTALE", venue_for_members=True), user=member)

    reminders.send_due()

    [message] = mail.outbox
    assert "TELLTALE" not in message.body + message.alternatives[0][0]


@pytest.mark.parametrize(
    "why", ["unconfirmed", "just now", "draft", "private", "later", "begun", "inactive"]
)
def test_who_is_not_reminded(blog, member, why):
    moments = {"later": 26 * HOUR, "begun": -HOUR}
    starts = timezone.now() + moments.get(why, 20 * HOUR)
    meeting = MeetingPageFactory(parent=blog, starts=starts, live=why != "draft")
    if why == "private":
        restrict(meeting)
    rsvp = come(meeting, user=member, said=HOUR if why == "just now" else 3 * DAY)
    if why == "unconfirmed":
        RSVP.objects.update(confirmed_at=None)
    if why == "inactive":
        User.objects.update(is_active=False)

    reminders.send_due()

    assert mail.outbox == []
    rsvp.refresh_from_db()
    assert rsvp.reminded_at is None


def test_those_who_come_hear_once_that_it_is_cancelled(blog, member):
    meeting = tomorrow(blog, cancelled=True, cancelled_because="The speaker is ill.")
    come(meeting, user=member)
    come(meeting, **GUEST)

    for _ in range(3):
        reminders.send_due()

    assert recipients() == ["member@example.org", "minji@example.org"]
    for message in mail.outbox:
        assert message.subject == "Cancelled: Letters"
        assert "The speaker is ill." in message.body


def test_those_told_of_a_cancellation_hear_once_that_it_takes_place(meeting, member):
    come(meeting, user=member)
    for cancelled in [True, False, True]:
        meeting.cancelled = cancelled
        meeting.save_revision().publish()
        for _ in range(3):
            reminders.send_due()

    assert recipients() == ["member@example.org"] * 3
    assert [message.subject for message in mail.outbox] == [
        "Cancelled: Letters",
        "It takes place after all: Letters",
        "Cancelled: Letters",
    ]
    assert links_in(mail.outbox[1]) in mail.outbox[1].alternatives[0][0]


def test_nobody_hears_that_a_meeting_takes_place_who_knows_no_other(meeting, member):
    come(meeting, user=member)
    for cancelled in [True, False]:
        meeting.cancelled = cancelled
        meeting.save_revision().publish()
    reminders.send_due()

    assert mail.outbox == []


def test_those_who_come_are_reminded_again_of_another_time(blog, member):
    meeting = tomorrow(blog)
    meeting.save_revision().publish()
    come(meeting, user=member)
    reminders.send_due()
    meeting.summary = "Other words."
    meeting.save_revision().publish()
    reminders.send_due()
    at_the_same_time = len(mail.outbox)
    meeting.starts += HOUR
    meeting.save_revision().publish()
    reminders.send_due()
    reminders.send_due()

    assert (at_the_same_time, len(mail.outbox)) == (1, 2)


def test_nobody_hears_of_a_cancellation_that_is_a_draft(meeting, member):
    come(meeting, user=member)
    meeting.cancelled = True
    meeting.save_revision()

    reminders.send_due()

    assert mail.outbox == []


def test_a_mail_that_cannot_be_queued_is_not_noted_as_sent(blog, member, monkeypatch):
    come(tomorrow(blog), user=member)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("blog.meetings.rsvps.mails.send_mail_template", fail)
    with pytest.raises(RuntimeError):
        reminders.send_due()

    assert RSVP.objects.get().reminded_at is None


def test_the_link_of_a_reminder_asks_before_it_acts(client, blog, member):
    meeting = tomorrow(blog)
    come(meeting, user=member)
    reminders.send_due()
    link = links_in(mail.outbox[0])

    shown = client.get(link).text
    after_looking = meeting.rsvps.count()
    client.post(link, {"answer": "no"})

    assert "I am not coming" in shown
    assert (after_looking, meeting.rsvps.count()) == (1, 0)


# --- What is kept


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


def test_a_person_is_told_what_is_kept_about_their_coming(meeting, member):
    come(meeting, user=member)
    come(meeting, name="M", email="Member@example.org")
    come(meeting, **GUEST)

    told = personal_data(member)["meetings"]

    assert [each["meeting"] for each in told] == ["Letters", "Letters"]


def test_who_is_erased_comes_no_more(meeting, member):
    come(meeting, user=member)
    come(meeting, name="M", email="member@example.org")
    other = come(meeting, **GUEST)

    erase_person(member, keep_contributions=True)

    assert list(RSVP.objects.all()) == [other]


def test_a_user_without_a_name_is_shown_without_their_address(meeting):
    rsvp = come(meeting, user=UserFactory(display_name=""))

    assert rsvp.shown_name == "a member without a name"

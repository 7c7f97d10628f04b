"""Meetings: their pages and lists, who comes, and what is mailed to those who do."""

import datetime
import json
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import get_page_models

from blog import reminders
from blog.models import Attendance, BlogPage, MeetingPage
from comments import writing
from members.models import User
from members.my_data import erase_person, personal_data

from .factories import (
    BlogPageFactory,
    MeetingPageFactory,
    UserFactory,
    hide_things,
    queries_of,
    restrict,
)

ATTACK = "\"'><script>alert(1)</script>"
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
GUEST = {"name": "Minji", "email": "minji@example.org"}


@pytest.fixture(autouse=True)
def fresh(db):
    cache.clear()


@pytest.fixture
def meeting(blog):
    return MeetingPageFactory(parent=blog, title="Letters", slug="letters")


@pytest.fixture
def secret(blog):
    """A meeting whose venue is for members only."""
    return MeetingPageFactory(
        parent=blog,
        slug="secret",
        venue="TELLTALE café",
        map_link="https://map.example.org/telltale",
        venue_for_members=True,
    )


@pytest.fixture
def member(db):
    return User.objects.remember("member@example.org", "미나")


def in_past(blog, **fields):
    starts = timezone.now() - fields.pop("ago", DAY)
    return MeetingPageFactory(parent=blog, starts=starts, **fields)


def address_of(meeting):
    return reverse("meetings:coming", args=[meeting.pk])


def structured_data(response, kind):
    text = response.text.partition('<script type="application/ld+json">')[2]
    graph = json.loads(text.partition("</script>")[0])["@graph"]
    return next(each for each in graph if each["@type"] == kind)


def links_in(message):
    """Where the link of a mail leads on this site."""
    return re.search(r"http://[^/\s]+(/meetings/answer/\S+/)", message.body)[1]


def come(meeting, user=None, said=3 * DAY, **guest):
    """Somebody's word, confirmed a while ago."""
    return Attendance.objects.create(
        meeting=meeting, user=user, confirmed_at=timezone.now() - said, **guest
    )


# --- The page


def test_a_meeting_shows_when_and_where_it_is_and_who_speaks(client, blog):
    starts = datetime.datetime(2099, 12, 5, 6, tzinfo=datetime.UTC)
    meeting = MeetingPageFactory(
        parent=blog, starts=starts, venue="카페 동네", speakers="Kim\n\nLee\n"
    )

    shown = client.get(meeting.url).text

    assert '<time datetime="2099-12-05T15:00:00+09:00">' in shown
    for words in ["Saturday", "December 2099", "15:00 to", ">17:00</time>", "in Seoul"]:
        assert words in shown
    assert '<span lang="ko">카페 동네</span>' in shown
    assert re.search(r"Speakers</dt>\s*<dd>Kim</dd><dd>Lee</dd>", shown)


def test_a_meeting_stands_among_the_posts_with_its_day(client, meeting):
    shown = client.get("/blog/").text

    assert ">Letters</a>" in shown
    assert "Meeting on <time" in shown


def test_the_feed_says_when_the_meeting_is(client, meeting):
    when = timezone.localtime(meeting.starts)

    assert f"{when:%A} {when.day} {when:%B %Y, %H:%M}" in client.get("/blog/feed/").text


def test_a_cancelled_meeting_says_so_and_why(client, meeting):
    MeetingPage.objects.update(cancelled=True, cancelled_because="The speaker is ill.")

    for address in [meeting.url, "/blog/meetings/", address_of(meeting)]:
        shown = client.get(address).text
        assert "This meeting is cancelled." in shown
        assert "The speaker is ill." in shown
    assert "Cancelled:" in client.get("/blog/").text


def test_search_engines_are_told_of_an_event(client, meeting):
    event = structured_data(client.get(meeting.url), "Event")

    assert event["startDate"] == timezone.localtime(meeting.starts).isoformat()
    assert event["startDate"].endswith("+09:00")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "Café Dongne"
    assert event["organizer"]["name"] == "Amnesty G48"
    assert structured_data(client.get(meeting.url), "BlogPosting")


def test_search_engines_are_told_that_it_is_cancelled(client, meeting):
    MeetingPage.objects.update(cancelled=True)

    event = structured_data(client.get(meeting.url), "Event")

    assert event["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize(
    "field", ["venue", "speakers", "cancelled_because", "title", "summary"]
)
def test_what_is_written_about_a_meeting_is_never_html(client, blog, field):
    fields = {field: ATTACK, "cancelled": field == "cancelled_because"}
    MeetingPageFactory(parent=blog, slug="attack", **fields)

    for address in ["/", "/blog/", "/blog/meetings/", "/blog/attack/"]:
        assert "<script>alert" not in client.get(address).text


@pytest.mark.parametrize("hours", [0, -1])
def test_a_meeting_that_ends_before_it_begins_is_refused(blog, hours):
    starts = timezone.now()

    with pytest.raises(ValidationError, match="A meeting ends after it begins"):
        MeetingPageFactory(parent=blog, starts=starts, ends=starts + hours * HOUR)


def test_a_meeting_costs_few_queries(client, meeting):
    come(meeting, **GUEST)

    assert queries_of(client, meeting.url) <= 18


def test_the_page_holds_no_form_and_no_token_so_that_it_can_be_kept(client, meeting):
    response = client.get(meeting.url)

    assert "csrf" not in response.text
    assert "<form" not in response.text.partition("<main")[2].partition("</main>")[0]
    assert not response.cookies


def test_what_keeps_copies_is_told_when_the_meeting_ends(client, meeting):
    ends = meeting.ends.astimezone(datetime.UTC)

    for address in [meeting.url, "/", "/blog/meetings/"]:
        header = client.get(address)["X-Good-Until"]
        assert header == f"{ends:%a, %d %b %Y %H:%M:%S} GMT"
    assert "X-Good-Until" not in client.get("/blog/")


def test_comments_on_a_meeting_are_shown_and_go_with_it(client, meeting):
    comment = writing.create_comment(
        meeting, name="Minji", email="minji@example.org", text="I agree."
    )
    writing.publish(comment)
    shown = client.get(meeting.url).text
    meeting.delete()

    assert "I agree." in shown
    assert not type(comment).objects.exists()


def test_tags_and_authors_of_a_meeting_are_those_of_a_post(client, blog):
    meeting = MeetingPageFactory(parent=blog, tags=["candle"])
    meeting.save_revision().publish()

    assert ">candle</a>" in client.get(meeting.url).text
    assert client.get("/blog/tag/candle/").context["posts"][0].pk == meeting.pk


# --- A venue for members only


def test_a_venue_for_members_is_shown_to_members_alone(client, secret, member, sign_in):
    before = client.get(secret.url)
    seen = sign_in(member).get(secret.url)
    after = Client().get(secret.url)

    assert "TELLTALE café" in seen.text
    assert "https://map.example.org/telltale" in seen.text
    assert "Cookie" in seen["Vary"]
    for response in [before, after]:
        assert "telltale" not in response.text.lower()
        assert "Sign in to see it" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/blog/",
        "/blog/meetings/",
        "/blog/feed/",
        "/meetings.ics",
        "/blog/secret/meeting.ics",
        "/search/?q=telltale",
        "/search/?q=café",
        "/sitemap.xml",
    ],
)
def test_a_venue_for_members_stands_nowhere_else(client, secret, address):
    assert "TELLTALE" not in client.get(address).text
    assert "map.example" not in client.get(address).text


def test_a_venue_for_members_is_not_in_the_form_to_come(client, secret):
    assert "TELLTALE" not in client.get(address_of(secret)).text


def test_a_venue_for_members_is_not_in_the_api(client, secret):
    api = "/api/v3/pages/"
    kind = f"{api}?type=blog.MeetingPage"
    guesses = ["venue=TELLTALE%20café", "venue=Elsewhere", "search=TELLTALE"]
    one = client.get(f"{api}{secret.pk}/")
    guessed = [client.get(f"{kind}&{guess}") for guess in guesses]

    assert one.json()["public_venue"] == ""
    assert one.json()["starts"].startswith(str(secret.starts.year))
    assert all("TELLTALE" not in response.text for response in [one, *guessed])
    # Whether a guess was right shows in nothing.
    assert guessed[0].json() == guessed[1].json()
    assert guessed[2].json()["count"] == 0


def test_a_venue_that_becomes_secret_is_found_no_more(client, meeting):
    before = client.get("/search/?q=dongne").context["results"]
    meeting.venue_for_members = True
    meeting.save_revision().publish()

    assert [page.pk for page in before] == [meeting.pk]
    assert not client.get("/search/?q=dongne").context["results"]


# --- Lists


def test_upcoming_meetings_come_first_and_past_ones_by_year(client, blog):
    year = timezone.localdate().year
    for days in [20, 10]:
        starts = timezone.now() + days * DAY
        MeetingPageFactory(parent=blog, title=f"In {days} days", starts=starts)
    for years in [2, 1]:
        in_past(blog, title=f"Year {year - years}", ago=years * 365 * DAY + 2 * DAY)

    shown = client.get("/blog/meetings/").text.partition("<main")[2]

    assert re.findall(r">(In \d+ days|Year \d+|Past meetings)</", shown) == [
        "In 10 days",
        "In 20 days",
        "Past meetings",
        f"Year {year - 1}",
        f"Year {year - 2}",
    ]
    assert re.findall(r"<h3>(\d{4})</h3>", shown)[0] >= str(year - 2)


def test_the_list_has_no_posts_and_says_so_if_there_is_no_meeting(client, blog):
    BlogPageFactory(parent=blog, title="A post")

    shown = client.get("/blog/meetings/").text

    assert "A post" not in shown
    assert "No meeting is announced at the moment." in shown


def test_no_list_of_meetings_shows_what_is_hidden(client, home_page, blog, history):
    hide_things(home_page, blog, history)
    in_past(blog, title="TELLTALE", live=False)

    for address in ["/", "/blog/meetings/"]:
        assert "TELLTALE" not in client.get(address).text


def test_the_list_costs_the_same_however_many_meetings_there_are(client, blog):
    def add(number):
        MeetingPageFactory.create_batch(number, parent=blog)
        for _ in range(number):
            in_past(blog)

    add(1)
    before = queries_of(client, "/blog/meetings/")
    add(6)

    assert queries_of(client, "/blog/meetings/") == before


def test_past_meetings_come_in_pages(client, blog, monkeypatch):
    monkeypatch.setattr(type(blog), "PAST_MEETINGS_PER_PAGE", 1)
    for title, days in {"Old": 9, "Newer": 8}.items():
        in_past(blog, title=title, ago=days * DAY)

    first, second = (client.get(f"/blog/meetings/?page={page}").text for page in (1, 2))

    assert ">Newer<" in first
    assert ">Old<" not in first
    assert ">Old<" in second
    assert "No meeting is announced" not in second


# --- The home page


def test_the_home_page_shows_the_next_meeting(client, blog, meeting):
    sooner = timezone.now() + DAY
    MeetingPageFactory(
        parent=blog, title="Sooner, cancelled", starts=sooner, cancelled=1
    )
    in_past(blog, title="Over")

    section = client.get("/").text.partition('class="home__meeting"')[2]
    shown = section.partition("</section>")[0]

    assert '<a href="/blog/letters/">Letters</a>' in shown
    assert "Café Dongne" in shown
    assert "cancelled" not in shown
    assert "Over" not in shown


@pytest.mark.parametrize("why", ["none", "past", "draft", "private", "cancelled"])
def test_the_home_page_shows_no_meeting_if_there_is_none_to_come_to(client, blog, why):
    if why == "past":
        in_past(blog)
    elif why != "none":
        fields = {"live": why != "draft", "cancelled": why == "cancelled"}
        page = MeetingPageFactory(parent=blog, **fields)
        if why == "private":
            restrict(page)

    assert "Next meeting" not in client.get("/").text


def test_showing_the_next_meeting_costs_nothing_but_asking_for_it(client, meeting):
    come(meeting, **GUEST)
    with_meeting = queries_of(client, "/")
    MeetingPage.objects.update(starts=timezone.now() - DAY, ends=timezone.now() - HOUR)

    assert queries_of(client, "/") == with_meeting


# --- Saying that one comes


def test_a_member_comes_with_one_press_of_a_button(client, meeting, member, sign_in):
    sign_in(member)
    before = client.get(address_of(meeting)).text

    shown = client.post(address_of(meeting), follow=True).text

    assert "Are you coming?" in before
    assert "<h1>You are coming</h1>" in shown
    assert Attendance.objects.coming().get().user == member
    assert "1 person is coming." in client.get(meeting.url).text
    assert mail.outbox == []


def test_a_member_counts_once(client, meeting, member, sign_in):
    for _ in range(3):
        sign_in(member).post(address_of(meeting))

    assert meeting.attendances.count() == 1


def test_a_member_takes_their_own_word_back_and_nobody_elses(
    client, meeting, member, sign_in
):
    come(meeting, user=member)
    other = come(meeting, **GUEST)

    sign_in(member).post(address_of(meeting), {"answer": "no"})

    assert list(meeting.attendances.all()) == [other]


def test_a_guest_counts_after_the_button_behind_the_link_in_the_mail(client, meeting):
    response = client.post(address_of(meeting), GUEST, follow=True)
    [message] = mail.outbox
    before = meeting.attendances.coming().count()
    client.get(links_in(message))
    after_looking = meeting.attendances.coming().count()

    shown = client.post(links_in(message), follow=True).text

    assert "Look into your mail" in response.text
    assert message.to == ["minji@example.org"]
    assert (before, after_looking) == (0, 0)
    assert "<h1>You are coming</h1>" in shown
    assert meeting.attendances.coming().get().name == "Minji"
    assert not User.objects.exists()


def test_a_guest_who_asks_to_be_remembered_is_a_member_from_then_on(client, meeting):
    client.post(address_of(meeting), {**GUEST, "remember": "on"})
    client.post(links_in(mail.outbox[0]))
    user = User.objects.get()

    assert (user.email, user.display_name) == ("minji@example.org", "Minji")
    assert meeting.attendances.coming().get().user == user
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_link_signs_nobody_in_a_second_time(client, meeting):
    client.post(address_of(meeting), {**GUEST, "remember": "on"})
    client.post(links_in(mail.outbox[0]))
    thief = Client()

    thief.post(links_in(mail.outbox[0]))

    assert "_auth_user_id" not in thief.session


def test_a_member_who_is_not_signed_in_counts_once(client, meeting, member):
    come(meeting, user=member)
    client.post(address_of(meeting), {"name": "X", "email": "Member@example.org"})

    shown = client.post(links_in(mail.outbox[0]), follow=True).text

    assert meeting.attendances.get().user == member
    assert "<h1>You are coming</h1>" in shown


def test_a_guest_counts_once(client, meeting):
    for email in ["minji@example.org", "MINJI@example.org"]:
        client.post(address_of(meeting), {**GUEST, "email": email})
        client.post(links_in(mail.outbox[-1]))

    assert meeting.attendances.count() == 1


def test_a_guest_takes_their_word_back_by_the_link(client, meeting):
    client.post(address_of(meeting), GUEST)
    link = links_in(mail.outbox[0])
    client.post(link)
    client.get(link)
    before = meeting.attendances.count()

    shown = client.post(link, {"answer": "no"}).text

    assert (before, meeting.attendances.count()) == (1, 0)
    assert "You are not coming" in shown
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    "token", ["1", "1:forged", "nonsense", "9999999999999999999:x"]
)
def test_a_forged_link_leads_nowhere(client, meeting, token):
    come(meeting, **GUEST)
    address = reverse("meetings:answer", args=[token])

    assert client.get(address).status_code == 404
    client.post(address, {"answer": "no"})
    assert meeting.attendances.count() == 1


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
    assert not Attendance.objects.exists()
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
    assert not Attendance.objects.exists()
    assert f'href="{address_of(meeting)}"' not in client.get(meeting.url).text


def test_an_old_link_confirms_nothing_for_a_cancelled_meeting(client, meeting):
    client.post(address_of(meeting), GUEST)
    MeetingPage.objects.update(cancelled=True)

    client.post(links_in(mail.outbox[0]))

    assert not meeting.attendances.coming().exists()


@pytest.mark.parametrize("why", ["draft", "private", "no meeting", "unknown"])
def test_nobody_comes_to_what_they_may_not_see(client, blog, member, sign_in, why):
    page = MeetingPageFactory(parent=blog, live=why != "draft")
    if why == "private":
        restrict(page)
    pk = {"no meeting": BlogPageFactory(parent=blog).pk, "unknown": 2**70}
    address = reverse("meetings:coming", args=[pk.get(why, page.pk)])

    assert sign_in(member).get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert not Attendance.objects.exists()


def test_the_form_of_another_site_is_refused(meeting, member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    assert strict.post(address_of(meeting)).status_code == 403
    assert not Attendance.objects.exists()


def test_an_address_is_not_flooded_with_mails(client, meeting):
    for _ in range(5):
        response = client.post(address_of(meeting), GUEST)

    assert len(mail.outbox) == 3
    assert response.status_code == 422
    assert "We have sent several mails to this address already" in response.text
    assert 'value="Minji"' in response.text


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
    Attendance.of_guest(
        meeting, name="Unsure", email="unsure@example.org", remember=False
    )
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
    attendance = come(meeting, user=member, said=HOUR if why == "just now" else 3 * DAY)
    if why == "unconfirmed":
        Attendance.objects.update(confirmed_at=None)
    if why == "inactive":
        User.objects.update(is_active=False)

    reminders.send_due()

    assert mail.outbox == []
    attendance.refresh_from_db()
    assert attendance.reminded_at is None


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

    monkeypatch.setattr("blog.mails.send_mail_template", fail)
    with pytest.raises(RuntimeError):
        reminders.send_due()

    assert Attendance.objects.get().reminded_at is None


def test_the_link_of_a_reminder_asks_before_it_acts(client, blog, member):
    meeting = tomorrow(blog)
    come(meeting, user=member)
    reminders.send_due()
    link = links_in(mail.outbox[0])

    shown = client.get(link).text
    after_looking = meeting.attendances.count()
    client.post(link, {"answer": "no"})

    assert "I am not coming" in shown
    assert (after_looking, meeting.attendances.count()) == (1, 0)


# --- What is kept


def test_what_nobody_confirmed_and_old_meetings_are_forgotten(blog, meeting):
    old = in_past(blog, ago=31 * DAY)
    kept = [come(meeting, **GUEST), come(in_past(blog, ago=29 * DAY), **GUEST)]
    come(old, **GUEST)
    Attendance.objects.create(
        meeting=meeting,
        email="late@example.org",
        created_at=timezone.now() - Attendance.UNCONFIRMED_FOR,
    )
    kept.append(Attendance.objects.create(meeting=meeting, email="new@example.org"))

    Attendance.purge()

    assert list(Attendance.objects.order_by("pk")) == kept


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

    assert list(Attendance.objects.all()) == [other]


# --- In the CMS


def test_a_meeting_is_a_page_type_of_its_own(blog):
    assert MeetingPage in get_page_models()
    assert BlogPage.objects.child_of(blog).count() == 0


def test_an_editor_sees_the_kind_sentence_about_the_times(
    client, meeting, editor, sign_in, form_of
):
    sign_in(editor)
    form = form_of(meeting)
    form["ends"] = form["starts"]
    form["action-publish"] = "on"
    address = reverse("wagtailadmin_pages:edit", args=[meeting.pk])

    assert "A meeting ends after it begins" in client.post(address, form).text


def test_the_preview_of_a_meeting_that_was_never_saved_works(blog):
    now = timezone.now()
    meeting = MeetingPage(
        title="New", slug="new", summary="About.", starts=now, ends=now + HOUR
    )

    assert "About." in meeting.make_preview_request().render().text


def test_a_user_without_a_name_is_shown_without_their_address(meeting):
    attendance = come(meeting, user=UserFactory(display_name=""))

    assert attendance.shown_name == "a member without a name"

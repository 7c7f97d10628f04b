"""Readers report comments; three of them make one wait."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from comments import writing
from comments.models import Comment, CommentDetails, Report
from comments.moderation import decisions, reports
from comments.moderation.decisions import Decision
from comments.moderation.reports import add_report
from members.my_data.views import erase_person, personal_data
from tests.factories import UserFactory, count_comments, hold, remove, restrict


@pytest.fixture
def comment(say):
    return say("Something bad.")


def url_of(comment):
    return reverse("comments:report", args=[comment.pk])


def send(client, comment, reason="hate", **fields):
    return client.post(url_of(comment), {"reason": reason, **fields}, follow=True)


def reported_by(comment, *browsers):
    for browser in browsers:
        add_report(comment, "hate", browser=browser)
    comment.refresh_from_db()


def test_every_comment_of_a_thread_leads_to_its_report(comment, post, client):
    assert url_of(comment) in client.get(post.url).content.decode()


def test_a_visitor_reports_a_comment(comment, client):
    form = client.get(url_of(comment))
    assert "Something bad." in form.content.decode()

    response = send(client, comment, "private", text="이름이 나와요.")

    made = Report.objects.get()
    assert (made.comment, made.reason, made.text) == (
        comment,
        "private",
        "이름이 나와요.",
    )
    assert made.user is None
    assert "Thank you" in response.content.decode()


def test_opening_the_form_reports_nothing(comment, client):
    client.get(url_of(comment))
    client.head(url_of(comment))

    assert not Report.objects.exists()


@pytest.mark.parametrize("reason", ["", "nonsense", "hate\x00"])
def test_a_report_without_a_reason_comes_back_with_its_text(reason, comment, client):
    response = send(client, comment, reason, text="Please look.")

    assert response.status_code == 422
    assert "Please look." in response.content.decode()
    assert not Report.objects.exists()


def test_a_text_that_is_too_long_comes_back(comment, client):
    response = send(client, comment, text="a" * 501)

    assert response.status_code == 422
    assert "Please shorten it" in response.content.decode()


def test_a_forged_report_is_refused(comment):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(url_of(comment), {"reason": "hate"}).status_code == 403
    assert not Report.objects.exists()


def test_a_browser_has_one_report_for_each_comment(say, comment, client):
    send(client, comment)
    send(client, comment, "spam")
    send(client, say("Another one."))

    assert list(Report.objects.values_list("reason", flat=True)) == ["hate", "hate"]


def test_a_member_has_one_report_whatever_their_browser(comment, sign_in):
    member = UserFactory()
    add_report(comment, "hate", user=member)
    add_report(comment, "spam", user=member, browser="another")

    assert Report.objects.get().user == member


def test_one_connection_does_not_hold_a_comment_alone(comment):
    for _attempt in range(5):
        answer = send(Client(), comment)

    assert answer.status_code == 422
    assert "connection" in answer.content.decode()
    assert Report.objects.count() == reports.REPORTS_OF_SENDER_ON_COMMENT.most
    comment.refresh_from_db()
    assert comment.is_public


def test_no_address_is_stored(comment, settings):
    settings.BEHIND_PROXY = True
    client = Client(headers={"x-forwarded-for": "203.0.113.77"})

    send(client, comment)

    assert "203.0.113" not in json.dumps(list(Report.objects.values()), default=str)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            assert "203.0.113" not in repr(cursor.fetchall()), table


# --- Three reports


def test_three_reports_by_different_people_hold_a_comment(comment, post):
    reported_by(comment, "one", "two")
    assert comment.is_public

    reported_by(comment, "three")

    assert not comment.is_public
    assert count_comments(post) == 0
    details = CommentDetails.objects.get(comment=comment)
    assert details.held_because == "Reported by 3 people."
    assert details.held_at


def test_the_same_person_thrice_holds_nothing(comment):
    reported_by(comment, "one", "one", "one")

    assert comment.is_public


def test_what_a_moderator_found_fine_is_held_by_members_alone(comment):
    reported_by(comment, "one", "two", "three")
    decisions.decide([comment], Decision.APPROVE)

    reported_by(comment, "one", "two", "three", "four", "five", "six")
    assert comment.is_public

    for _ in range(3):
        add_report(comment, "hate", user=UserFactory())
    comment.refresh_from_db()
    assert not comment.is_public


def test_strangers_do_not_hold_what_somebody_trusted_wrote(comment, say):
    say("An earlier comment by the same writer.")

    reported_by(comment, "one", "two", "three")

    assert comment.is_public
    assert Report.objects.count() == 3


def test_one_household_with_many_addresses_holds_nothing(comment):
    for number in range(5):
        send(Client(REMOTE_ADDR=f"2001:db8:1:{number}::1"), comment)

    assert Report.objects.count() == 1


def test_members_report_from_one_connection(comment):
    for _ in range(3):
        client = Client()
        client.force_login(UserFactory())
        send(client, comment)

    comment.refresh_from_db()
    assert not comment.is_public


def test_approving_answers_reports_and_undoing_opens_them_again(comment):
    reported_by(comment, "one", "two")

    _number, uuid = decisions.decide([comment], Decision.APPROVE)
    assert not Comment.objects.need_a_moderator().exists()

    decisions.undo(uuid, None)
    assert Comment.objects.need_a_moderator().get() == comment


# --- What cannot be reported


def test_what_nobody_can_read_nobody_can_report(say, wait, post, other_post, client):
    removed, held, on_hidden = (
        say("Removed."),
        wait("Held."),
        say("Hi.", page=other_post),
    )
    below_held = say("Below.", reply_to=(parent := say("Parent.")).pk)
    remove(removed)
    hold(parent)
    other_post.comments_hidden = True
    other_post.save()

    for comment in (removed, held, on_hidden, below_held):
        assert send(client, comment).status_code == 404
    assert client.get(f"/comments/{10**12}/report/").status_code == 404
    assert not Report.objects.exists()


def test_the_thanks_tell_nothing_of_pages_that_not_everybody_may_read(
    comment, post, client
):
    url = reverse("comments:reported", args=[post.pk])
    assert client.get(url).status_code == 200

    restrict(post)

    assert client.get(url).status_code == 404


# --- Personal data


def test_a_member_is_told_of_their_reports_and_can_erase_them(comment):
    member = UserFactory()
    add_report(comment, "hate", "I am afraid of him.", user=member)
    add_report(comment, "spam", "By somebody else.", user=UserFactory())

    told = json.dumps(personal_data(member), default=str)
    erase_person(member, keep_contributions=True)

    assert "I am afraid of him." in told
    assert "By somebody else." not in told
    assert Report.objects.get().text == "By somebody else."


def test_who_deletes_a_comment_deletes_the_reports_of_it(say):
    writer = UserFactory()
    comment = say(user=writer, name="", email="")
    reported_by(comment, "one")

    writing.delete(comment, writer)

    assert not Report.objects.exists()
    assert Comment.objects.filter(pk=comment.pk).exists()

"""From the form to the thread, as a visitor without an account goes, and a member."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email
from wagtail.models import PageViewRestriction

from base.mail.limits import MAILS_TO_ADDRESS_AN_HOUR
from comments.models import Comment, PendingComment, Subscription
from comments.submission import forms, limits
from members.models import User
from tests import factories
from tests.factories import create_comment, publish, remove

ADDRESS = "minji@example.org"


pytestmark = pytest.mark.usefixtures("mail_is_queued")


@pytest.fixture
def link(send):
    """The address in the mail after a comment was sent."""
    send()
    return link_in(Email.objects.get())


@pytest.fixture
def member(member, client, hold):
    hold("none")
    client.force_login(member)
    return member


def link_in(mail):
    return urlsplit(re.search(r"http\S+", mail.message)[0]).path


def text_of(response):
    return response.content.decode()


# --- The form


def test_the_page_itself_holds_no_form_and_no_token(client, post):
    page = text_of(client.get(post.url))

    assert reverse("comments:form", args=[post.pk]) in page
    assert "csrfmiddlewaretoken" not in page
    assert "csrftoken" not in client.cookies


def test_the_form_asks_for_a_name_and_an_address(client, post):
    form = text_of(client.get(reverse("comments:form", args=[post.pk])))

    assert 'name="name"' in form
    assert 'name="email"' in form


def test_a_script_gets_the_form_alone(client, post):
    address = reverse("comments:form", args=[post.pk])

    form = text_of(client.get(address, headers={"X-Requested-With": "fetch"}))

    assert form.lstrip().startswith("<form")


def test_a_member_is_not_asked_who_they_are(client, post, member):
    form = text_of(client.get(reverse("comments:form", args=[post.pk])))

    assert 'name="email"' not in form
    assert "미나" in form


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "the comment is empty"),
        ("text", "x" * 3001, "Please shorten it"),
        ("name", "", "Please choose a name"),
        ("name", "x" * 51, "at most 50 characters"),
        ("email", "", "Please give an address"),
        ("email", "minji", "not a whole e-mail address"),
        ("website", "javascript:alert(1)", "Enter a valid URL"),
        ("subject", "cheap pills", "A hidden field was filled in"),
        ("form", "forged", "did not come from here"),
        ("form", "", "did not come from here"),
        ("reply_to", "x", "whole number"),
        ("reply_to", "99999999999999999999", "less than or equal"),
        ("text", "a\0b", "Null characters"),
    ],
)
def test_a_wrong_field_is_told_and_the_text_stays(send, field, value, sentence):
    response = send(**{"text": "Do not lose this.", field: value})

    assert response.status_code == 422
    assert sentence in text_of(response)
    if field != "text":
        assert "Do not lose this." in text_of(response)
    assert not PendingComment.objects.exists()


def test_a_form_that_was_open_for_days_gives_the_text_back(send, post, monkeypatch):
    monkeypatch.setattr(forms, "MAX_AGE", -1)

    response = send(text="Written slowly.")

    assert response.status_code == 422
    assert "open for more than a day" in text_of(response)
    assert "Written slowly." in text_of(response)


def test_the_form_that_comes_back_can_be_sent(client, send, filled_in, post):
    again = text_of(send(name=""))
    token = re.search(r'name="form" value="([^"]+)"', again)[1]

    response = client.post(reverse("comments:post"), filled_in(form=token))

    assert response.status_code == 302


def test_what_is_sent_faster_than_anybody_writes_comes_back(
    client, filled_in, monkeypatch
):
    sent = filled_in()
    monkeypatch.setattr(forms, "MIN_AGE", 2)

    response = client.post(reverse("comments:post"), sent)

    assert "faster than a person writes" in text_of(response)


def test_a_form_for_another_page_is_refused(send, other_post):
    response = send(form=forms.form_token(other_post))

    assert response.status_code == 422


def test_a_token_for_something_else_is_refused(send, post):
    response = send(form=signing.dumps(post.pk, salt="something else"))

    assert response.status_code == 422


def test_without_its_csrf_token_the_text_comes_back_in_a_fresh_form(filled_in):
    careful = Client(enforce_csrf_checks=True)

    response = careful.post(reverse("comments:post"), filled_in(text="Kept."))

    assert response.status_code == 403
    assert "Kept." in text_of(response)
    assert "csrfmiddlewaretoken" in text_of(response)


# --- A visitor


def test_a_visitor_is_sent_a_link_and_nothing_is_shown_yet(client, send, post):
    response = send()

    assert response.url == reverse("comments:sent", args=[post.pk])
    assert "sent you a link" in text_of(client.get(response.url))
    assert not Comment.objects.exists()
    assert Email.objects.get().to == [ADDRESS]


def test_the_mail_holds_neither_name_nor_text(send):
    send(name="Cheap Pills", text="Buy here: http://spam.example")

    mail = Email.objects.get()

    for part in (mail.subject, mail.message, mail.html_message):
        assert "Cheap" not in part
        assert "spam" not in part


def test_the_link_stays_short_for_three_thousand_syllables(client, send):
    send(text="가" * 3000)

    address = link_in(Email.objects.get())

    assert len(settings.SITE_URL + address) < 200
    assert "가" * 3000 in text_of(client.get(address))


def test_opening_the_link_changes_nothing(client, link):
    for method in (client.get, client.head):
        assert method(link).status_code == 200

    assert not Comment.objects.exists()


def test_the_button_makes_the_comment(client, link, hold, post):
    hold("none")

    response = client.post(link, follow=True)

    assert response.redirect_chain[-1][0].startswith(f"{post.url}#comment-")
    assert "I would like to write to her." in text_of(response)


def test_the_button_pressed_twice_makes_one_comment(client, link, hold):
    hold("none")

    first, second = client.post(link), client.post(link)

    assert first.url == second.url
    assert Comment.objects.count() == 1


def test_the_first_comment_waits_and_says_so_to_its_writer(client, link, post):
    response = client.post(link)

    assert "waiting for a moderator" in text_of(response)
    assert "I would like to write to her." in text_of(response)
    assert "I would like" not in text_of(Client().get(post.url))


def test_a_deleted_comment_does_not_come_back(client, link, hold):
    hold("none")
    client.post(link)
    remove(Comment.objects.get())

    client.post(link)

    assert not Comment.objects.filter(is_removed=False).exists()


def test_an_old_link_says_that_it_is_old_and_returns_the_text(client, link):
    long_ago = timezone.now() - timedelta(days=8)
    PendingComment.objects.update(created_at=long_ago)

    response = client.post(link)

    assert response.status_code == 410
    assert "too old" in text_of(response)
    assert "I would like to write to her." in text_of(response)


def test_an_unknown_link_is_not_found(client, db):
    address = reverse("comments:confirm", args=["x" * 32])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_the_link_gives_itself_away_to_nobody(client, link):
    response = client.get(link)

    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_the_same_sent_twice_is_one_mail(send):
    send()
    send()

    assert Email.objects.count() == 1


# --- Who is remembered


def test_who_asks_to_be_remembered_is_signed_in(client, send, hold):
    hold("none")
    send(remember="on")

    client.post(link_in(Email.objects.get()))

    user = User.objects.get(email=ADDRESS)
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Comment.objects.get().user == user


def test_who_does_not_ask_is_not_remembered(client, link):
    client.post(link)

    assert not User.objects.filter(email=ADDRESS).exists()
    assert "_auth_user_id" not in client.session


def test_a_link_never_signs_an_editor_in(client, send, editor):
    send(remember="on", email=editor.email)

    client.post(link_in(Email.objects.get()))

    assert "_auth_user_id" not in client.session


def test_a_member_sees_their_waiting_comment_in_its_place(client, send, post):
    send(remember="on")
    client.post(link_in(Email.objects.get()))

    assert "Only you can see it" in text_of(client.get(post.url))
    assert "Only you can see it" not in text_of(Client().get(post.url))


def test_a_members_comment_needs_no_link(client, send, member, post):
    response = send(name="Somebody else", email="other@example.org")

    comment = Comment.objects.get()
    assert response.url == reverse("comments:permalink", args=[comment.pk])
    assert (comment.user_name, comment.user_email) == ("미나", member.email)


# --- Answers


def test_an_answer_stands_below_what_it_answers(client, send, say, member, post):
    root = say("root")

    send(text="answer", reply_to=root.pk)

    answer = Comment.objects.get(comment="answer")
    assert answer.parent_id == root.pk
    assert "in reply to Minji" in text_of(client.get(post.url))


@pytest.mark.parametrize("state", ["hold", "remove"])
def test_what_nobody_sees_cannot_be_answered(send, say, member, state):
    root = say("root")
    getattr(factories, state)(root)

    response = send(text="answer", reply_to=root.pk)

    assert response.status_code == 422
    assert "answer" in text_of(response)
    assert Comment.objects.count() == 1


def test_a_comment_on_another_page_cannot_be_answered_from_here(
    send, say, member, other_post
):
    elsewhere = say("elsewhere", page=other_post)

    assert send(reply_to=elsewhere.pk).status_code == 422


def test_the_form_to_answer_shows_what_is_answered(client, say, post):
    root = say("A thought")

    response = client.get(reverse("comments:reply", args=[root.pk]), follow=True)

    assert "Reply to Minji" in text_of(response)
    assert "A thought" in text_of(response)


# --- Where nobody can write


def close(page):
    page.comments_open = False
    page.save()


def unpublish(page):
    page.unpublish()


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("end", [close, unpublish, make_private, lambda p: p.delete()])
def test_form_and_endpoint_refuse_a_page_that_takes_no_comments(
    client, filled_in, post, end
):
    sent = filled_in()
    end(post)

    form = client.get(reverse("comments:form", args=[sent["page"]]))
    answer = client.post(reverse("comments:post"), sent)

    assert form.status_code in {403, 404}
    assert answer.status_code in {403, 404}
    assert not PendingComment.objects.exists()


def test_who_wrote_while_the_discussion_was_closed_gets_the_text_back(send, post):
    close(post)

    response = send(text="Too late, it seems.")

    assert "discussion on this page is closed" in text_of(response)
    assert "Too late, it seems." in text_of(response)


@pytest.mark.parametrize("page", ["", "x", "-1", "0", "999999", "9" * 40, "1.5"])
def test_a_page_that_is_none_is_not_found(client, filled_in, page):
    response = client.post(reverse("comments:post"), filled_in() | {"page": page})

    assert response.status_code == 404


@pytest.mark.parametrize("sent", [{}, {"page": ["1", "2"]}, {"text": ["a", "b"]}])
def test_missing_and_repeated_fields_are_no_error_of_ours(client, filled_in, sent):
    response = client.post(reverse("comments:post"), sent)

    assert 400 <= response.status_code < 500


def test_a_body_of_ten_megabytes_is_refused(client, filled_in):
    response = client.post(
        reverse("comments:post"),
        "text=" + "x" * 10_000_000,
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in {400, 413}


def test_what_is_not_utf_8_is_no_error_of_ours(client, post):
    response = client.post(
        reverse("comments:post"),
        f"page={post.pk}&text=%ff%fe%80".encode(),
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 422


# --- Nothing changes by looking


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_looking_at_what_changes_a_comment_changes_nothing(client, send, member, name):
    send()
    comment = Comment.objects.get()

    assert client.get(reverse(f"comments:{name}", args=[comment.pk])).status_code == 200

    before = comment.comment
    comment.refresh_from_db()
    assert (comment.comment, comment.is_removed) == (before, False)


@pytest.mark.parametrize("name", ["edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_comment_cannot_be_touched(client, say, member, name, method):
    address = reverse(f"comments:{name}", args=[say("Not yours").pk])

    response = getattr(client, method)(address, {"text": "Changed"})

    assert response.status_code == 404
    assert Comment.objects.get().comment == "Not yours"


def test_a_member_edits_what_they_just_wrote(client, send, member, post):
    send()
    address = reverse("comments:edit", args=[Comment.objects.get().pk])

    client.post(address, {"text": "Better said."})

    page = text_of(client.get(post.url))
    assert "Better said." in page
    assert "edited" in page


def test_after_a_while_it_can_no_longer_be_edited(client, send, member):
    send()
    Comment.objects.update(submit_date=timezone.now() - timedelta(minutes=16))
    address = reverse("comments:edit", args=[Comment.objects.get().pk])

    response = client.post(address, {"text": "Too late."})

    assert response.status_code == 422
    assert "Too late." in text_of(response)
    assert "15 minutes" in text_of(response)


def test_a_deleted_comment_leaves_a_mark_only_where_it_was_answered(
    client, send, member, say, post
):
    send(text="alone")
    send(text="answered")
    answered = Comment.objects.get(comment="answered")
    say("an answer", reply_to=answered.pk)

    for comment in Comment.objects.filter(user=member):
        client.post(reverse("comments:delete", args=[comment.pk]))

    page = text_of(client.get(post.url))
    assert page.count("This comment was removed") == 1
    assert "an answer" in page
    assert "미나" not in page


# --- Addresses


def test_the_permanent_address_leads_to_the_comment(client, say, post):
    comment = say()

    response = client.get(reverse("comments:permalink", args=[comment.pk]))

    assert response.url == f"{post.url}#comment-{comment.pk}"


def test_beyond_fifty_threads_it_leads_to_the_right_page(client, say, post):
    for number in range(51):
        comment = say(f"thread {number}", email=f"p{number}@example.org")

    response = client.get(reverse("comments:permalink", args=[comment.pk]))

    assert response.url == f"{post.url}?comments=2#comment-{comment.pk}"
    assert f'id="comment-{comment.pk}"' in text_of(client.get(response.url))


@pytest.mark.parametrize("state", ["hold", "remove"])
def test_a_comment_that_nobody_may_see_has_no_address(client, say, state):
    comment = say()
    getattr(factories, state)(comment)

    for name in ("permalink", "reply"):
        address = reverse(f"comments:{name}", args=[comment.pk])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["comments=0", "comments=2", "comments=x", "thread=x"]
)
def test_pages_of_comments_that_are_none_are_not_found(client, say, post, query):
    say()

    assert client.get(f"{post.url}?{query}").status_code == 404


@pytest.mark.parametrize("pk", [0, 999_999, 10**12, 10**30])
def test_ids_of_no_comment_are_not_found(client, db, pk):
    for name in ("permalink", "reply", "edit", "delete"):
        assert client.get(
            f"/comments/{pk}/{name if name != 'permalink' else ''}"
        ).status_code in {301, 404}


# --- Mails


def test_who_waited_hears_when_the_comment_is_up(client, link):
    client.post(link)

    publish(Comment.objects.get())

    mail = Email.objects.last()
    assert mail.to == [ADDRESS]
    assert "is up" in mail.subject


def test_who_asked_hears_of_an_answer_once(say):
    root = say("root", wants_replies=True)
    more = say("more of mine", email=ADDRESS.upper(), reply_to=root, wants_replies=True)

    answer = say("answer", reply_to=more, email="jun@example.org", name="Jun")

    assert Subscription.objects.to_be_told_of(answer).count() == 2

    (mail,) = Email.objects.all()
    assert mail.to == [ADDRESS]
    assert "Jun" not in mail.message
    assert "answer" not in mail.message
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_did_not_ask_hears_nothing(say):
    root = say("root")

    say("answer", reply_to=root.pk, email="jun@example.org")

    assert not Email.objects.exists()


def test_an_answer_that_waits_is_told_when_it_is_published(say, hold):
    root = say("root", wants_replies=True)
    hold("all")

    answer = create_comment(
        root.content_object,
        name="Jun",
        email="jun@example.org",
        text="a",
        reply_to=root.pk,
    )
    assert not Email.objects.filter(to=ADDRESS).exists()

    publish(answer)

    assert Email.objects.filter(to=ADDRESS).count() == 1


@pytest.fixture
def mute_link(say):
    root = say("root", wants_replies=True)
    say("answer", reply_to=root.pk, email="jun@example.org")
    return urlsplit(Email.objects.get().headers["List-Unsubscribe"].strip("<>")).path


def test_the_mute_link_asks_first(client, mute_link):
    response = client.get(mute_link)

    assert "Shall we stop" in text_of(response)
    assert Subscription.objects.get().muted_at is None


def test_one_click_of_a_mail_program_mutes(mute_link):
    without_cookies = Client(enforce_csrf_checks=True)

    response = without_cookies.post(mute_link, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert Subscription.objects.get().muted_at


def test_a_muted_person_hears_nothing_more(client, mute_link, say):
    client.post(mute_link)

    say(
        "another", reply_to=Subscription.objects.get().comment_id, email="h@example.org"
    )

    assert Email.objects.count() == 1


def test_a_forged_mute_link_is_not_found(client, db):
    assert client.post(reverse("comments:mute", args=["1:forged"])).status_code == 404


# --- Abuse


def test_nobodys_mailbox_can_be_bombarded(send):
    for number in range(20):
        response = send(text=f"comment {number}")

    assert Email.objects.count() == MAILS_TO_ADDRESS_AN_HOUR.most
    assert "several mails to this address" in text_of(response)
    assert "comment 19" in text_of(response)


def test_one_connection_cannot_flood_the_site(send):
    most = limits.COMMENTS_OF_SENDER.most

    for number in range(most + 1):
        response = send(text=f"comment {number}", email=f"person{number}@example.org")

    assert PendingComment.objects.count() == most
    assert "wait a little" in text_of(response)


def test_no_address_of_a_visitor_is_kept(client, filled_in, hold):
    hold("none")
    client.post(reverse("comments:post"), filled_in(), REMOTE_ADDR="198.51.100.77")
    client.post(link_in(Email.objects.get()), REMOTE_ADDR="198.51.100.77")

    assert Comment.objects.get().ip_address is None
    assert "198.51.100.77" not in everything_in_the_database()


def everything_in_the_database():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows.append(str(cursor.fetchall()))
    return "\n".join(rows)


def test_no_mail_address_is_on_any_public_page(client, say, post, blog):
    say("Hello", website="https://minji.example.org")

    for address in (
        post.url,
        blog.url,
        "/",
        reverse("comments:feed"),
        "/api/v3/pages/",
    ):
        assert ADDRESS not in text_of(client.get(address))

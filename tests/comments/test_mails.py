"""Who hears of a comment, and how they stop it."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from comments.models import Comment, Subscription
from tests.factories import create_comment, publish

ADDRESS = "minji@example.org"

pytestmark = pytest.mark.usefixtures("mail_is_queued")


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

    assert "Shall we stop" in response.text
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


def test_the_mute_page_names_the_discussion_and_leads_back(client, mute_link, post):
    for answer in (client.get(mute_link), client.post(mute_link)):
        assert post.title in answer.text
        assert f'href="{post.url}#comments"' in answer.text


def test_whoever_has_muted_is_not_asked_again(client, mute_link):
    client.post(mute_link)

    page = client.get(mute_link).text

    assert "won&#x27;t get any more" in page or "won't get any more" in page
    assert "Shall we stop" not in page

"""What people suggest for a meeting: shown, supported, decided on."""

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.urls import reverse
from post_office.models import Email

from comments.models import Subscription
from comments.refusals import CommentRefused
from members.models import User
from members.my_data.personal_data import erase_person, personal_data
from tests.factories import BlogPageFactory, UserFactory, hold, queries_of, remove
from topics import planning
from topics.models import Support, Topic
from topics.support import add_support

pytestmark = pytest.mark.usefixtures("mail_is_queued")


@pytest.fixture
def suggest(say):
    """`suggest("Talk about…")` makes a public topic."""

    def suggest(text="Could we talk about *letters*?", **fields):
        return say(text, suggests_topic=True, **fields).topic

    return suggest


def support_of(topic):
    return reverse("topics:support", args=[topic.pk])


def shown(client, **query):
    return list(client.get("/topics/", query).context["topics"])


def told():
    return sorted(address for mail in Email.objects.all() for address in mail.to)


# --- Reading


def test_a_suggestion_is_listed(client, suggest):
    topic = suggest()

    assert shown(client) == [topic]
    assert topic.title == "Could we talk about letters?"
    assert "Could we talk about letters?" in client.get("/topics/").content.decode()


def test_a_comment_that_suggests_nothing_is_no_topic(client, say):
    say()

    assert shown(client) == []


@pytest.mark.parametrize("hide", [hold, remove])
def test_what_nobody_may_read_is_no_topic_for_anybody(client, suggest, member, hide):
    topic = suggest()
    hide(topic.comment)
    client.force_login(member)

    assert shown(client) == []
    assert client.get(support_of(topic)).status_code == 404
    assert client.post(support_of(topic)).status_code == 404
    assert not Support.objects.exists()


def test_a_topic_goes_with_its_page(client, suggest, post):
    suggest()
    post.unpublish()

    assert shown(client) == []


def test_what_most_support_comes_first_or_the_newest(client, suggest):
    first, second, third = (suggest(f"Topic {number}") for number in (1, 2, 3))
    add_support(second, UserFactory())

    assert shown(client) == [second, third, first]
    assert shown(client, order="newest") == [third, second, first]


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"order": "x"}, {"page": "x"}, {"page": "2"}]
)
def test_no_list_is_made_of_nonsense(client, suggest, query):
    suggest()

    assert client.get("/topics/", query).status_code == 404


def test_the_list_costs_the_same_however_many_topics_there_are(client, suggest, post):
    for number in range(2):
        suggest(f"Topic {number}").plan(post)
    before = queries_of(client, "/topics/?state=planned")
    for number in range(2, 9):
        suggest(f"Topic {number}").plan(post)

    assert queries_of(client, "/topics/?state=planned") == before


def test_a_thread_shows_how_many_support_its_suggestions(client, suggest, post):
    topic = suggest()
    for _ in range(2):
        add_support(topic, UserFactory())
    before = queries_of(client, post.url)

    html = client.get(post.url).content.decode()
    assert "2 members support it" in html
    assert support_of(topic) in html
    suggest("Another")
    assert queries_of(client, post.url) == before


def test_the_home_page_shows_the_three_that_most_support(client, suggest):
    topics = [suggest(f"Topic {number}") for number in range(4)]
    for topic in topics[1:]:
        add_support(topic, UserFactory())

    html = client.get("/").content.decode()
    assert [t for t in topics if t.title in html] == topics[1:]


# --- Supporting


def test_members_support_a_topic_once(client, suggest, member):
    topic = suggest()
    client.force_login(member)
    for _ in range(2):
        client.post(support_of(topic), {"wants_mail": "1"})

    [support] = topic.supports.all()
    assert (support.user, support.wants_mail) == (member, True)
    assert "You support this topic" in client.get(support_of(topic)).content.decode()


def test_members_can_withdraw_their_support(client, suggest, member):
    topic = suggest()
    other = UserFactory()
    add_support(topic, member)
    add_support(topic, other)
    client.force_login(member)

    client.post(support_of(topic), {"withdraw": "1"})

    assert [support.user for support in topic.supports.all()] == [other]


def test_looking_supports_nothing(client, suggest, member):
    topic = suggest()
    client.force_login(member)
    client.get(support_of(topic), {"wants_mail": "1"})

    assert not Support.objects.exists()


def test_guests_are_invited_to_sign_in(client, suggest):
    topic = suggest()

    assert client.post(support_of(topic)).url == (
        f"/account/login/?next=%2Fcomments%2F{topic.pk}%2Fsupport%2F"
    )
    assert "Sign in with a code" in client.get(support_of(topic)).content.decode()
    assert not Support.objects.exists()


def test_what_is_decided_takes_no_more_support(client, suggest, member):
    topic = suggest()
    planning.decline(topic, "We talked about it in May.")
    client.force_login(member)

    assert client.post(support_of(topic)).status_code == 409
    with pytest.raises(CommentRefused):
        add_support(topic, member)
    assert not Support.objects.exists()


# --- Deciding


@pytest.fixture
def wanted(suggest, member):
    """A topic, with a supporter who asked to hear of it and one who did not."""
    topic = suggest(email="suggester@example.org")
    add_support(topic, member, wants_mail=True)
    add_support(topic, UserFactory())
    Email.objects.all().delete()
    return topic


def test_with_a_meeting_its_topics_are_announced_once(wanted, blog):
    meeting = BlogPageFactory(parent=blog, title="In June", live=False)
    wanted.plan(meeting)
    assert told() == []

    meeting.save_revision().publish()
    meeting.save_revision().publish()

    assert told() == ["member@example.org", "suggester@example.org"]
    mail = Email.objects.first()
    assert "In June" in mail.subject
    assert meeting.full_url in mail.message
    assert f"/comments/{wanted.pk}/" in mail.message
    assert wanted.comment.comment not in mail.message


def test_other_pages_announce_nothing(wanted, blog, post):
    wanted.plan(BlogPageFactory(parent=blog, live=False))
    Email.objects.all().delete()

    post.save_revision().publish()

    assert told() == []


def test_who_asked_hears_that_a_topic_is_declined(client, wanted):
    planning.decline(wanted, "Thank you. We talked about <it> in May.")

    assert told() == ["member@example.org", "suggester@example.org"]
    assert "talked about <it> in May" in Email.objects.first().message
    assert "&lt;it&gt;" in Email.objects.first().html_message
    assert shown(client, state="declined") == [wanted]
    assert "&lt;it&gt;" in client.get("/topics/?state=declined").content.decode()


def test_a_draft_of_a_meeting_is_not_told_of(client, wanted, blog):
    wanted.plan(BlogPageFactory(parent=blog, title="Secret draft", live=False))

    page = client.get("/topics/?state=planned").content.decode()

    assert wanted.title in page
    assert "Secret draft" not in page


# --- Whose data


def test_support_is_told_and_erased(wanted, member):
    [told] = personal_data(member)["topics_supported"]
    assert told["topic_id"] == wanted.pk

    erase_person(member, keep_contributions=True)

    assert wanted.supports.count() == 1
    assert Topic.objects.filter(pk=wanted.pk).exists()


def test_who_suggested_what_is_gone_hears_nothing(wanted, blog):
    meeting = BlogPageFactory(parent=blog, live=False)
    wanted.plan(meeting)
    remove(wanted.comment)

    meeting.save_revision().publish()

    assert told() == []


def test_a_topic_is_declined_once(wanted):
    planning.decline(wanted, "Thank you.")
    planning.decline(Topic.objects.get(pk=wanted.pk), "Thank you again.")

    assert len(told()) == 2
    wanted.refresh_from_db()
    assert wanted.answer == "Thank you."


def test_no_log_keeps_the_words_of_a_topic(wanted):
    assert "letters" not in str(wanted)


def test_members_see_what_they_support(client, suggest, member):
    topic = suggest()
    add_support(topic, member)
    client.force_login(member)

    assert "You support it." in client.get("/topics/").content.decode()


# --- A new address


def test_what_is_mailed_follows_its_writer(say, member, rf):
    comment = say(user=member, wants_replies=True)
    new = EmailAddress(user=member, email="New@example.org")

    email_changed.send(
        sender=User,
        request=rf.get("/"),
        user=member,
        from_email_address=None,
        to_email_address=new,
    )

    comment.refresh_from_db()
    assert comment.user_email == "new@example.org"
    assert Subscription.objects.get().email == "new@example.org"


def test_a_subscription_of_a_former_address_is_told_and_erased(say, member):
    say(user=member, wants_replies=True)
    Subscription.objects.update(email="former@example.org")

    assert len(personal_data(member)["mails_about_replies"]) == 1
    erase_person(member, keep_contributions=True)
    assert not Subscription.objects.exists()

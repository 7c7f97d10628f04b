"""Who hears what becomes of a topic."""

import pytest
from post_office.models import Email

from comments.models import Comment
from members.my_data.personal_data import erase_person, personal_data
from tests.factories import BlogPageFactory, UserFactory, remove
from topics import planning
from topics.models import Topic

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def shown(client, **query):
    return list(client.get("/topics/", query).context["topics"])


def told():
    return sorted(address for mail in Email.objects.all() for address in mail.to)


@pytest.fixture
def wanted(suggest, member):
    """A topic, with a supporter who asked to hear of it and one who did not."""
    topic = suggest(email="suggester@example.org")
    topic.add_support(member, wants_mail=True)
    topic.add_support(UserFactory())
    Email.objects.all().delete()
    return topic


# --- Deciding


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


def test_what_is_planned_anew_is_announced_anew(wanted, blog):
    for _time in range(2):
        meeting = BlogPageFactory(parent=blog, live=False)
        wanted.plan(meeting)
        meeting.save_revision().publish()

    assert told() == ["member@example.org"] * 2 + ["suggester@example.org"] * 2


def test_supporters_whose_account_is_closed_hear_nothing(wanted, member):
    member.is_active = False
    member.save()

    planning.decline(wanted, "Thank you.")

    assert told() == ["suggester@example.org"]


def test_who_supports_their_own_suggestion_hears_once(suggest, member):
    topic = suggest(email=member.email.upper())
    topic.add_support(member, wants_mail=True)

    planning.decline(topic, "Thank you.")

    assert told() == [member.email]


def test_without_the_address_of_who_suggested_it_supporters_hear(wanted):
    Comment.objects.update(user_email="")
    wanted = Topic.objects.get(pk=wanted.pk)

    planning.decline(wanted, "Thank you.")

    assert told() == ["member@example.org"]


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

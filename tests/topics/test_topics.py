"""What people suggest for a meeting, and who supports it."""

import pytest
from django.urls import reverse

from comments.refusals import CommentRefused
from tests.factories import UserFactory, hold, queries_of, remove
from topics import planning
from topics.models import Support

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def support_of(topic):
    return reverse("topics:support", args=[topic.pk])


def shown(client, **query):
    return list(client.get("/topics/", query).context["topics"])


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
    second.add_support(UserFactory())

    assert shown(client) == [second, third, first]
    assert shown(client, order="newest") == [third, second, first]


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"order": "x"}, {"page": "x"}, {"page": "2"}]
)
def test_of_nonsense_the_usual_list_is_made(client, suggest, query):
    topic = suggest()

    assert shown(client, **query) == [topic]


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
        topic.add_support(UserFactory())
    before = queries_of(client, post.url)

    html = client.get(post.url).content.decode()
    assert "2 members support it" in html
    assert support_of(topic) in html
    suggest("Another")
    assert queries_of(client, post.url) == before


def test_the_home_page_shows_the_three_that_most_support(client, suggest):
    topics = [suggest(f"Topic {number}") for number in range(4)]
    for topic in topics[1:]:
        topic.add_support(UserFactory())

    html = client.get("/").content.decode()
    assert [t for t in topics if t.title in html] == topics[1:]


def test_states_without_topics_are_not_offered(client, suggest):
    def states(**query):
        answer = client.get("/topics/", query)
        return [(state["value"], state["number"]) for state in answer.context["states"]]

    suggest()
    planning.decline(suggest("Another"), "No.")

    assert states() == [("suggested", 1), ("declined", 1)]
    assert states(state="planned")[1] == ("planned", 0)


# --- Supporting


def test_nobody_supports_their_own_topic(client, suggest, member):
    topic = suggest(user=member)
    client.force_login(member)

    page = client.get(support_of(topic)).text
    answer = client.post(support_of(topic))

    assert "it has your support already" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert answer.status_code == 403
    assert not topic.supports.exists()


def test_a_suggestion_that_waits_offers_no_support(client, post, member, wait):
    topic = wait("Could we?", suggests_topic=True, user=member).topic
    client.force_login(member)

    page = client.get(post.url).text

    assert "Could we?" in page
    assert support_of(topic) not in page


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
    topic.add_support(member)
    topic.add_support(other)
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
        topic.add_support(member)
    assert not Support.objects.exists()


# --- Whose data


def test_no_log_keeps_the_words_of_a_topic(suggest):
    topic = suggest("About letters")

    assert "letters" not in str(topic)


def test_members_see_what_they_support(client, suggest, member):
    topic = suggest()
    topic.add_support(member)
    client.force_login(member)

    assert "You support it." in client.get("/topics/").content.decode()

"""The list of comments in the CMS: its tabs, its search, its filters."""

import re
import unicodedata
from html import unescape

import pytest
from django.urls import reverse

from comments.models import Comment
from comments.moderation import decisions
from comments.moderation.decisions import Decision
from tests.factories import BlogPageFactory, queries_of

from .moderating import LIST, bulk_url, listed, url_of
from .planting import make_many


def test_the_list_has_a_tab_for_each_state(wait, moderator, sign_in):
    client = sign_in(moderator)
    made = {name: wait(f"About {name}.") for name in ("waiting", "removed", "spam")}
    made["published"] = wait("About news.")
    decisions.decide([made["published"]], Decision.APPROVE)
    decisions.decide([made["removed"]], Decision.REMOVE)
    decisions.decide([made["spam"]], Decision.SPAM)

    assert listed(client) == [made.pop("waiting").pk]
    for name, comment in made.items():
        assert listed(client, f"state={name}") == [comment.pk]


def tabs_of(client, query=""):
    """The address and the number of each tab, and which is the current one."""
    html = client.get(f"{LIST}?{query}").content.decode()
    nav = re.search(r'<nav class="moderation-tabs".*?</nav>', html, re.S)[0]
    tabs = re.findall(r'<a href="([^"]+)"([^>]*)>(\w+) <span[^>]*>(\d+)<', nav)
    current = [label for _url, attrs, label, _number in tabs if "aria-current" in attrs]
    found = {label: (unescape(url), int(number)) for url, _, label, number in tabs}
    return found, current


def test_what_needs_a_moderator_comes_first(moderator, sign_in, post):
    tabs, current = tabs_of(sign_in(moderator))

    assert list(tabs) == [
        "Waiting",
        "Reported",
        "Published",
        "Removed",
        "Spam",
        "All",
    ]
    assert current == ["Waiting"]


def test_a_search_finds_comments_of_all_states(wait, say, moderator, sign_in):
    waiting, published = wait("A candle."), say("A candle, too.")
    removed = wait("Three candles.")
    decisions.decide([removed], Decision.REMOVE)
    other = wait("Nothing of the kind.")
    client = sign_in(moderator)

    assert set(listed(client, "q=candle")) == {waiting.pk, published.pk, removed.pk}
    assert tabs_of(client, "q=candle")[1] == ["All"]
    assert listed(client, "q=candle&state=waiting") == [waiting.pk]
    assert listed(client, "q=+") == [waiting.pk, other.pk]
    assert len(listed(client, "state=all")) == 4


def test_the_tabs_keep_and_count_what_is_searched(
    wait, say, post, other_post, moderator, sign_in
):
    wait("A candle.")
    wait("A candle elsewhere.", page=other_post)
    wait("Nothing of the kind.")
    published = say("A candle & more.")
    client = sign_in(moderator)

    tabs, _current = tabs_of(client, f"q=candle&page={post.pk}&p=1")

    numbers = {label: number for label, (_url, number) in tabs.items()}
    assert numbers == {
        "Waiting": 1, "Reported": 0, "Published": 1, "Removed": 0, "Spam": 0, "All": 2,
    }  # fmt: skip
    query = f"q=candle&page={post.pk}"
    assert tabs["Published"][0] == f"{LIST}?{query}&state=published"
    assert tabs["Waiting"][0] == f"{LIST}?{query}&state=waiting"
    assert tabs["All"][0] == f"{LIST}?{query}"
    assert listed(client, tabs["Published"][0].partition("?")[2]) == [published.pk]


def test_without_a_search_the_first_tab_is_the_plain_list(wait, moderator, sign_in):
    wait()

    tabs, current = tabs_of(sign_in(moderator), "state=published")

    assert tabs["Waiting"] == (LIST, 1)
    assert current == ["Published"]


def test_a_row_says_where_what_why_and_whom_it_answers(
    say, wait, post, moderator, sign_in
):
    question = say("What can I do?", name="민지")
    wait("Write a letter.", reply_to=question.pk)

    html = sign_in(moderator).get(LIST).content.decode()

    assert f'href="{post.url}"' in html
    assert (
        f'in answer to <a href="{url_of(question)}" lang="ko"><bdi>민지</bdi></a>'
        in html
    )
    assert "Every comment waits for a moderator." in html
    assert "Write a letter." in html


def test_the_list_the_comment_and_the_question_say_that_it_suggests_a_topic(
    wait, moderator, sign_in
):
    plain, topic = wait("Hello."), wait("Let us talk of it.", suggests_topic=True)
    client = sign_in(moderator)

    assert client.get(LIST).content.decode().count("Suggests a topic") == 1
    question = client.get(bulk_url("approve", plain, topic)).content.decode()
    assert question.count("Suggests a topic") == 1
    assert "It suggests a topic" in client.get(url_of(topic)).content.decode()
    assert "It suggests a topic" not in client.get(url_of(plain)).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "candle",
        "CANDLE",
        "vigil candle",
        "편지",
        unicodedata.normalize("NFD", "편지"),
        "Jun",
        "준호",
    ],
)
def test_the_search_finds_words_of_texts_and_names(words, wait, moderator, sign_in):
    found = wait("A candle at the vigil, 편지를 썼어요.", name="Jun 준호")
    wait("Nothing of the kind.", name="Mina")

    assert listed(sign_in(moderator), f"q={words}") == [found.pk]


def test_buttons_in_what_a_script_fetched_lead_back_to_the_whole_list(
    wait, moderator, sign_in
):
    wait("A letter.")
    url = reverse("moderation:index_results")

    html = sign_in(moderator).get(f"{url}?q=letter&_w_filter_fragment=1")

    assert f'name="next" value="{LIST}?q=letter"' in html.content.decode()


@pytest.mark.parametrize(
    "query",
    ['q="', "q=%25", "q=_", "q=%00", "q=' OR 1=1--", "q=" + "a " * 300, "q=🕯",
     "state=nonsense", "page=x", "page=999999999999", "submit_date_from=x", "p=x"],
)  # fmt: skip
def test_the_list_answers_whatever_is_asked(query, wait, moderator, sign_in):
    wait()

    assert sign_in(moderator).get(f"{LIST}?{query}").status_code in (200, 400)


def test_a_percent_sign_finds_only_itself(wait, moderator, sign_in):
    wait("All of them.")
    found = wait("100% of them.")

    assert listed(sign_in(moderator), "q=%25") == [found.pk]


def test_the_filters_choose_by_page_writer_links_and_day(
    say, wait, post, other_post, moderator, sign_in
):
    known = say("Hello.", email="Known@example.org")
    by_known = wait("Again.", email="known@example.org", page=other_post)
    linked = wait("See https://example.org.")
    client = sign_in(moderator)

    assert listed(client, f"page={post.pk}") == [linked.pk]
    assert listed(client, "writer=new") == [linked.pk]
    assert listed(client, "links=some") == [linked.pk]
    assert listed(client, "submit_date_from=2031-01-01") == []
    assert listed(client, "submit_date_to=2031-01-01") == [by_known.pk, linked.pk]
    assert listed(client, "state=published") == [known.pk]


def test_nobody_is_known_by_having_no_address(say, wait, moderator, sign_in):
    erased = [say("One."), say("Two.")]
    waiting = wait("Three.")
    Comment.objects.update(user_email="")
    client = sign_in(moderator)

    assert listed(client, "writer=new") == [waiting.pk]
    html = client.get(url_of(erased[0])).content.decode()
    assert "of the same writer" not in html


def test_the_page_of_a_comment_counts_what_else_its_writer_has_published(
    say, wait, moderator, sign_in
):
    say("One.", email="Jun@example.org")
    comment = wait("Two.", email="jun@example.org")

    html = sign_in(moderator).get(url_of(comment)).content.decode()

    assert "1 other comment of the same writer is published." in html


def test_what_waits_longest_comes_first(wait, moderator, sign_in):
    first, second = wait("First."), wait("Second.")
    decisions.decide([first], Decision.APPROVE)
    decisions.decide([first], Decision.HOLD)

    assert listed(sign_in(moderator)) == [second.pk, first.pk]


def test_ten_thousand_comments_cost_no_more_queries_than_a_hundred(
    blog, moderator, sign_in
):
    client = sign_in(moderator)
    make_many(BlogPageFactory(parent=blog), 100, waiting=5)
    before = queries_of(client, LIST)

    for _page in range(99):
        make_many(BlogPageFactory(parent=blog), 100, waiting=5)

    assert len(listed(client)) == 50
    assert queries_of(client, LIST) == before <= 20

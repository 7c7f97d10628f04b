"""Moderators see what waits, decide about it, and can take it back."""

import re
import unicodedata
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_comments.models import Comment as StockComment
from wagtail.models import ModelLogEntry

from comments import writing
from comments.models import Comment, CommentDetails, CommentEdit, CommentSettings
from comments.moderation import decisions, spam
from comments.moderation.decisions import Decision
from comments.moderation.reports import add_report
from comments.refusals import CommentRefused
from members.my_data.personal_data import erase_person
from tests.cms import is_refused
from tests.factories import BlogPageFactory, UserFactory, count_comments, queries_of

LIST = reverse("moderation:index")


def url_of(comment):
    return reverse("moderation:inspect", args=[comment.pk])


def decide(client, comment, decision):
    url = reverse("moderation:decide", args=[comment.pk])
    return client.post(url, {"decision": decision.value}, follow=True)


def bulk_url(action, *comments, query=""):
    url = reverse("wagtail_bulk_action", args=["comments", "comment", action])
    ids = "&".join(f"id={comment.pk}" for comment in comments)
    return f"{url}?{query}{ids}&next={LIST}"


def undo(client, response):
    """Press the button in what `response` tells."""
    uuid = re.search(r'name="uuid" value="([^"]+)"', response.content.decode())[1]
    return client.post(reverse("moderation:undo"), {"uuid": uuid}, follow=True)


def state(comment):
    """All that a decision may change."""
    comment = Comment.objects.select_related("details").get(pk=comment.pk)
    details = comment.details
    return (
        comment.is_public,
        comment.is_removed,
        details.is_spam,
        details.held_because,
        details.held_at,
        details.learned_as,
    )


def listed(client, query=""):
    """The ids in the list, in its order."""
    html = client.get(f"{LIST}?{query}").content.decode()
    return [int(pk) for pk in re.findall(r'id="comment_(\d+)_title"', html)]


def make_many(page, number, waiting):
    """Make `number` comments on `page` as fast as a database can."""
    start = (
        Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    ) + 1
    pks = range(start, start + number)
    StockComment.objects.bulk_create(
        [
            StockComment(
                pk=pk,
                content_type=page.content_type,
                object_pk=str(page.pk),
                site_id=1,
                user_name=f"Writer {pk}",
                user_email=f"writer-{pk}@example.org",
                comment=f"Comment {pk}",
                submit_date=timezone.now(),
                is_public=pk >= start + waiting,
            )
            for pk in pks
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO django_comments_xtd_xtdcomment (comment_ptr_id, thread_id, "
            'parent_id, level, "order", followup, nested_count) '
            "VALUES (%s, %s, %s, 0, 1, %s, 0)",
            [(pk, pk, pk, False) for pk in pks],
        )


# --- Who may


@pytest.mark.parametrize("who", ["moderator", "editor", "administrator"])
def test_moderators_and_editors_see_what_waits(who, request, wait, sign_in):
    comment = wait()

    assert listed(sign_in(request.getfixturevalue(who))) == [comment.pk]


def test_a_moderator_can_open_nothing_else(moderator, sign_in, post):
    client = sign_in(moderator)

    assert is_refused(client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])))
    assert is_refused(client.get(reverse("wagtailusers_users:index")))
    assert is_refused(client.get(reverse("wagtailredirects:index")))


def test_an_author_is_refused_everywhere(wait, author, sign_in):
    comment = wait()
    client = sign_in(author)
    _number, uuid = decisions.decide([comment], Decision.REMOVE)
    before = state(comment)

    for answer in [
        client.get(LIST),
        client.get(reverse("moderation:index_results")),
        client.get(url_of(comment)),
        client.post(url_of(comment), {"passage": "agree"}),
        client.get(bulk_url("approve", comment)),
        client.post(bulk_url("approve", comment)),
        client.post(
            reverse("moderation:decide", args=[comment.pk]),
            {"decision": Decision.APPROVE.value},
        ),
        client.post(reverse("moderation:undo"), {"uuid": str(uuid)}),
        client.get(reverse("moderation:spam_filter")),
        client.post(reverse("moderation:spam_filter")),
    ]:
        assert is_refused(answer)
    assert state(comment) == before


def test_whoever_is_not_signed_in_is_sent_to_the_login(wait, client):
    comment = wait()

    for url in (LIST, url_of(comment), bulk_url("approve", comment)):
        assert client.get(url).url.startswith(reverse("wagtailadmin_login"))
    assert client.post(bulk_url("approve", comment)).status_code == 302
    assert state(comment)[0] is False


def test_the_dashboard_of_an_author_tells_nothing_of_comments(wait, author, sign_in):
    wait()

    response = sign_in(author).get(reverse("wagtailadmin_home"))

    assert LIST not in response.content.decode()


# --- The list


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
    assert f'in answer to <a href="{url_of(question)}" lang="ko">민지</a>' in html
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


def test_what_writers_do_is_in_the_log_without_them(say, hold):
    writer = UserFactory()
    comment = say(user=writer, name="", email="")
    hold("first")

    writing.edit(comment, "Something else.", writer)
    writing.delete(comment, writer)

    entries = ModelLogEntry.objects.values_list("action", "user", "label")
    assert set(entries) == {
        ("comments.held_after_edit", None, f"Comment {comment.pk}"),
        ("comments.delete", None, f"Comment {comment.pk}"),
    }


# --- Deciding


@pytest.mark.parametrize(
    ("decision", "is_public", "is_removed", "is_spam"),
    [
        (Decision.APPROVE, True, False, False),
        (Decision.REMOVE, False, True, False),
        (Decision.SPAM, False, False, True),
    ],
)
def test_a_decision_is_carried_out_logged_and_undone(
    decision, is_public, is_removed, is_spam, wait, moderator, sign_in
):
    comment = wait()
    before = state(comment)
    client = sign_in(moderator)

    response = decide(client, comment, decision)

    assert state(comment)[:3] == (is_public, is_removed, is_spam)
    entry = ModelLogEntry.objects.get(action=decision.value)
    assert (entry.object_id, entry.user) == (str(comment.pk), moderator)
    undo(client, response)
    assert state(comment) == before
    assert ModelLogEntry.objects.filter(action="comments.undo").count() == 1


def test_a_published_comment_is_held_and_shown_again(say, post, moderator, sign_in):
    comment = say()
    client = sign_in(moderator)

    response = decide(client, comment, Decision.HOLD)
    assert count_comments(post) == 0
    assert "I agree." not in client.get(post.url).content.decode()

    undo(client, response)
    assert count_comments(post) == 1


def test_the_log_tells_neither_name_nor_text(wait, moderator):
    comment = wait("TELLTALE text", name="TELLTALE")

    decisions.decide([comment], Decision.APPROVE, moderator)

    entry = ModelLogEntry.objects.get()
    assert "TELLTALE" not in f"{entry.label} {entry.data}"


def test_the_site_history_shows_decisions_to_whoever_may_see_it(
    wait, moderator, administrator, sign_in
):
    comment = wait()
    decisions.decide([comment], Decision.SPAM, moderator)

    history = sign_in(administrator).get(reverse("wagtailadmin_reports:site_history"))

    assert f"Comment {comment.pk}" in history.content.decode()
    assert "Marked as spam" in history.content.decode()


def test_a_decision_that_changes_nothing_is_not_noted(say, moderator):
    comment = say()

    number, _uuid = decisions.decide([comment], Decision.APPROVE, moderator)
    number_again, _uuid = decisions.decide([comment], Decision.APPROVE, moderator)

    # The first tells the spam filter that it is honest.
    assert (number, number_again) == (1, 0)
    assert ModelLogEntry.objects.count() == 1


def test_what_its_writer_deleted_cannot_be_published(say, moderator, sign_in):
    writer = UserFactory()
    comment = say(user=writer, name="", email="")
    writing.delete(comment, writer)

    decide(sign_in(moderator), comment, Decision.APPROVE)

    comment.refresh_from_db()
    assert comment.is_removed


@pytest.mark.parametrize("decision", ["", "comments.delete", "nonsense\x00"])
def test_an_unknown_decision_does_nothing(decision, wait, moderator, sign_in):
    comment = wait()
    before = state(comment)

    url = reverse("moderation:decide", args=[comment.pk])
    response = sign_in(moderator).post(url, {"decision": decision}, follow=True)

    assert response.status_code == 200
    assert state(comment) == before


def test_opening_addresses_changes_nothing(wait, moderator, sign_in):
    comment = wait()
    before = state(comment)
    client = sign_in(moderator)

    for name in ("decide", "inspect"):
        client.get(reverse(f"moderation:{name}", args=[comment.pk]))
    client.get(bulk_url("approve", comment))
    client.get(reverse("moderation:undo"))

    assert state(comment) == before


def test_spam_is_hidden_and_its_writer_is_told_nothing(
    say, post, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    writer = UserFactory()
    comment = say("Win money!", user=writer, name="", email="")
    mailoutbox.clear()

    decisions.decide([comment], Decision.SPAM)

    assert count_comments(post) == 0
    assert "Waiting for a moderator" in sign_in(writer).get(post.url).content.decode()
    assert mailoutbox == []


# --- Several at once


def test_a_hundred_comments_are_approved_at_once_and_undone_at_once(
    post, moderator, sign_in
):
    make_many(post, 100, waiting=100)
    comments = list(Comment.objects.all())
    client = sign_in(moderator)

    response = client.post(bulk_url("approve", *comments), follow=True)
    assert "100 comments are published." in response.content.decode()
    assert count_comments(post) == 100

    response = undo(client, response)
    assert "100 comments are as they were." in response.content.decode()
    assert count_comments(post) == 0


def test_an_undo_restores_different_states(say, wait, moderator, sign_in):
    removed = wait("Removed.")
    decisions.decide([removed], Decision.REMOVE)
    comments = [say("Published."), wait("Waiting."), removed]
    before = list(map(state, comments))
    client = sign_in(moderator)

    undo(client, client.post(bulk_url("spam", *comments), follow=True))

    assert list(map(state, comments)) == before


def test_an_undo_leaves_what_was_decided_since(wait, moderator, sign_in):
    comment, other = wait("One."), wait("Two.")
    client = sign_in(moderator)
    response = client.post(bulk_url("approve", comment, other), follow=True)
    decisions.decide([comment], Decision.SPAM)

    undo(client, response)

    assert state(comment)[:3] == (False, False, True)
    assert state(other)[:3] == (False, False, False)


def test_to_approve_what_is_published_is_told_as_an_answer_to_its_reports(
    say, wait, moderator, sign_in
):
    one, two, waiting = say("One."), say("Two."), wait("Three.")
    for comment in (one, two):
        add_report(comment, "hate", browser="one")
    client = sign_in(moderator)

    answer = decide(client, one, Decision.APPROVE).content.decode()
    assert "1 comment stays as it was: its reports are answered." in answer
    assert "1 comment is published." not in answer

    answer = client.post(bulk_url("approve", two, waiting), follow=True)
    assert (
        "1 comment is published. 1 comment stays as it was: its reports are answered."
        in answer.content.decode()
    )


def test_an_old_undo_does_not_open_reports_that_were_answered_since(say):
    comment = say()
    add_report(comment, "hate", browser="one")
    _number, uuid = decisions.decide([comment], Decision.APPROVE)
    decisions.undo(uuid, None)
    decisions.decide([comment], Decision.APPROVE)

    assert decisions.undo(uuid, None) == 0
    assert not Comment.objects.need_a_moderator().exists()


def test_an_undo_works_once_and_never_for_nonsense(wait, moderator, sign_in):
    comment = wait()
    client = sign_in(moderator)
    response = decide(client, comment, Decision.APPROVE)
    undo(client, response)
    decisions.decide([comment], Decision.APPROVE)

    for uuid in (str(decisions.uuid4()), "", "x"):
        answer = client.post(reverse("moderation:undo"), {"uuid": uuid}, follow=True)
        assert "There is nothing to undo" in answer.content.decode()
    assert state(comment)[0]


@pytest.mark.parametrize(("minutes", "undone"), [(-1, 1), (1, 0)])
def test_a_decision_can_be_undone_for_a_day(minutes, undone, wait):
    comment = wait()
    _number, uuid = decisions.decide([comment], Decision.APPROVE)
    ModelLogEntry.objects.update(
        timestamp=timezone.now() - timedelta(days=1, minutes=minutes)
    )

    assert decisions.undo(uuid, None) == undone
    assert state(comment)[0] is not bool(undone)


def test_select_all_means_what_the_list_shows(wait, say, moderator, sign_in):
    chosen = wait("See https://example.org.")
    other, published = wait("No link."), say("https://example.org published.")
    client = sign_in(moderator)

    client.post(bulk_url("spam", query="links=some&id=all"))

    assert state(chosen)[2]
    assert not state(other)[2]
    assert not state(published)[2]


@pytest.mark.parametrize("ids", ["id=x", "id=", "id=99999999999999999999", "id=-1", ""])
def test_ids_that_make_no_sense_are_answered(ids, wait, moderator, sign_in):
    comment = wait()

    response = sign_in(moderator).post(bulk_url("approve", query=ids), follow=True)

    assert response.status_code in (200, 400)
    assert not state(comment)[0]


# --- One comment


def test_a_comment_is_shown_with_all_around_it(say, wait, moderator, sign_in):
    question = say("What can I do?")
    comment = wait("Write to 010-1234-5678.", reply_to=question.pk)
    client = sign_in(moderator)
    decide(client, comment, Decision.APPROVE)
    wait("Thank you.", reply_to=comment.pk)

    html = client.get(url_of(comment)).content.decode()

    for text in ("What can I do?", "010-1234-5678", "Thank you.", "Published"):
        assert text in html


def test_a_passage_is_taken_out_kept_and_put_back(
    say, post, moderator, sign_in, client
):
    comment = say("Call me: 010-1234-5678, day and night.")
    sign_in(moderator)

    passage = {"passage": " 010-1234-5678 "}
    response = client.post(url_of(comment), passage, follow=True)

    page = client.get(post.url).content.decode()
    assert "Call me: ▇▇▇ removed by a moderator, day and night." in page
    assert "010-1234-5678" not in page
    assert "010-1234-5678" in CommentEdit.objects.get().text
    assert ModelLogEntry.objects.get().action == "comments.mask"
    undo(client, response)
    comment = Comment.objects.get()
    assert comment.comment == "Call me: 010-1234-5678, day and night."
    assert comment.details.edited_at is None


@pytest.mark.parametrize("passage", ["", "  ", "not there", "010\x00"])
def test_what_the_comment_does_not_say_cannot_be_taken_out(
    passage, say, moderator, sign_in
):
    comment = say("Call me: 010-1234-5678.")

    response = sign_in(moderator).post(url_of(comment), {"passage": passage})

    assert response.status_code == 422
    assert not CommentEdit.objects.exists()


def test_its_writer_cannot_put_a_masked_passage_back(say):
    writer = UserFactory()
    comment = say("My number is 010-1234-5678.", user=writer, name="", email="")
    writing.redact(comment, "010-1234-5678")

    with pytest.raises(CommentRefused) as refused:
        writing.edit(comment, "My number is 010-1234-5678.", writer)
    assert refused.value.code == "masked"


def test_a_comment_that_is_not_there_is_a_404(moderator, sign_in):
    client = sign_in(moderator)

    answers = [client.get(f"{LIST}{pk}/") for pk in (1, 2**31, 10**17)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


# --- The menu and the first page


def test_the_menu_and_the_dashboard_say_how_many_wait(wait, moderator, sign_in):
    wait("One.")
    wait("Two.")

    html = sign_in(moderator).get(reverse("wagtailadmin_home")).content.decode()

    assert '"data-badge": "2"' in html
    assert "2 comments wait for you" in html


@pytest.mark.parametrize(
    ("storm", "sentence"),
    [
        ("hold", "Every comment waits until"),
        ("close", "Discussions are closed until"),
        ("read_only", "Discussions are closed until"),
    ],
)
def test_the_dashboard_says_that_a_storm_switch_is_on(
    storm, sentence, rule, home_page, moderator, sign_in
):
    home = reverse("wagtailadmin_home")
    settings = CommentSettings.for_site(home_page.get_site())
    change = reverse(
        "wagtailsettings:edit", args=["comments", "commentsettings", settings.site_id]
    )
    assert sentence not in sign_in(moderator).get(home).content.decode()

    rule(storm=storm, storm_until=timezone.now() + timedelta(days=1))

    assert sentence in sign_in(moderator).get(home).content.decode()
    link = f'<a href="{change}">Change it</a>'
    assert link in sign_in(moderator).get(home).content.decode()
    moderator.groups.get().permissions.remove(
        Permission.objects.get(codename="change_commentsettings")
    )
    assert link not in sign_in(moderator).get(home).content.decode()
    rule(storm_until=timezone.now() - timedelta(days=1))
    assert sentence not in sign_in(moderator).get(home).content.decode()


def test_the_menu_of_an_author_has_no_comments(wait, author, moderator, sign_in):
    wait()
    sign_in(moderator).get(reverse("wagtailadmin_home"))

    html = sign_in(author).get(reverse("wagtailadmin_home")).content.decode()

    assert "data-badge" not in html


# --- The spam filter


def test_a_moderator_makes_the_filter_forget_after_a_question(wait, moderator, sign_in):
    decisions.decide([wait("Win money now!")], Decision.SPAM)
    client = sign_in(moderator)
    url = reverse("moderation:spam_filter")

    assert "seen 1 spam" in client.get(url).content.decode()
    assert spam.learned() == (1, 0)

    client.post(url)
    assert spam.learned() == (0, 0)
    assert not CommentDetails.objects.exclude(learned_as="").exists()
    assert ModelLogEntry.objects.filter(action="comments.reset_spam_filter").exists()


def test_erasing_a_person_takes_the_reasons_that_quote_them(wait, rule):
    rule(words_that_hold="casino")
    user = UserFactory(email="jun@example.org")
    comment = wait("My casino.")
    assert "casino" in state(comment)[3]

    erase_person(user, keep_contributions=False)

    assert state(comment)[3] == ""

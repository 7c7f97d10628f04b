"""What somebody wrote and what became of it: once it went, it is nowhere."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from post_office.models import Email

from comments import writing
from comments.moderation.decisions import Decision, decide, redact
from members.my_data.personal_data import erase_person
from tests.factories import MeetingPageFactory, create_comment, publish
from topics import planning

WORD, NAME, ADDRESS = "Telltale", "Quarrelsome", "quarrel@example.org"
API = "/api/v3/"


@pytest.fixture
def writer(member):
    member.display_name, member.email = NAME, ADDRESS
    member.save()
    return member


@pytest.fixture
def comment(post, blog, writer, editor, mail_is_queued):
    """A suggestion with a reply, planned into a meeting that is published."""
    comment = create_comment(
        post,
        text=f"{WORD} letters for her",
        user=writer,
        suggests_topic=True,
        wants_replies=True,
    )
    publish(comment)
    publish(create_comment(post, reply_to=comment, name="Jun", text="Yes."))
    starts, ends = planning.next_evening()
    meeting = planning.new_meeting(
        blog, editor, title="In June", starts=starts, ends=ends, topics=[comment.topic]
    )
    meeting.get_latest_revision().publish()
    planned = MeetingPageFactory(parent=blog, title="In July")
    planning.plan([comment.topic], editor, planned)
    return comment


@pytest.fixture
def everywhere(client, post, blog, comment):
    """`everywhere()` is all that anybody can read, and what is yet to be mailed."""

    def everywhere():
        meetings = [page.url for page in blog.get_children().live()]
        addresses = [
            *("/", blog.url, *meetings, reverse("topics:index"), "/sitemap.xml"),
            *(f"{blog.url}feed/", reverse("comments:feed"), "/meetings.ics"),
            *(f"/search/?q={word}" for word in (WORD, NAME, "letters")),
            *(f"{API}{name}/" for name in ("posts", "meetings", "topics", "pages")),
            f"{API}comments/?page={post.pk}",
            f"{API}search/?q=letters",
            reverse("comments:permalink", args=[comment.pk]),
            reverse("comments:reply", args=[comment.pk]),
        ]
        pages = [client.get(address, follow=True) for address in addresses]
        assert max(page.status_code for page in pages) in (200, 404)
        mails = [
            f"{mail.to} {mail.subject} {mail.message} {mail.html_message}"
            for mail in Email.objects.exclude(to__icontains=ADDRESS)
        ]
        read = "".join(page.text.replace(f"q={WORD}", "") for page in pages)
        return read + "".join(mails)

    return everywhere


def without_questions(text):
    """`text` without the words that a search repeats."""
    for word in (WORD, NAME):
        text = text.replace(f"“{word}”", "").replace(f'value="{word}"', "")
    return text


def erase(comment, writer, moderator):
    erase_person(writer, keep_contributions=False)


def delete(comment, writer, moderator):
    writing.delete(comment, writer)


def delete_for_good(comment, writer, moderator):
    writing.delete_for_good(comment, moderator)


def remove(comment, writer, moderator):
    decide([comment], Decision.REMOVE, moderator)


def mark_as_spam(comment, writer, moderator):
    decide([comment], Decision.SPAM, moderator)


def hold(comment, writer, moderator):
    decide([comment], Decision.HOLD, moderator)


def test_before_it_goes_it_is_there(everywhere):
    text = without_questions(everywhere())

    assert WORD in text
    assert NAME in text


@pytest.mark.parametrize(
    "go", [erase, delete, delete_for_good, remove, mark_as_spam, hold]
)
def test_nobody_reads_what_went(go, comment, writer, moderator, everywhere):
    go(comment, writer, moderator)

    text = without_questions(everywhere())

    assert WORD not in text
    assert NAME not in text


def test_a_passage_that_was_taken_out_is_nowhere(
    comment, writer, moderator, everywhere
):
    redact(comment, WORD, moderator)

    text = without_questions(everywhere())

    assert WORD not in text
    assert "removed by a moderator" in text


@pytest.mark.parametrize("go", [erase, delete, delete_for_good])
def test_the_database_keeps_nothing_of_what_went_for_good(
    go, comment, writer, moderator
):
    decide([comment], Decision.HOLD, moderator)
    decide([comment], Decision.APPROVE, moderator)

    go(comment, writer, moderator)

    comment.refresh_from_db()
    assert WORD not in everything_stored()
    if go is erase:
        assert NAME not in everything_stored()
        assert ADDRESS not in everything_stored()


def test_a_user_who_is_deleted_leaves_neither_name_nor_address(comment, writer):
    writer.delete()

    comment.refresh_from_db()
    assert comment.comment == f"{WORD} letters for her"
    assert NAME not in everything_stored()
    assert ADDRESS not in everything_stored()


def everything_stored():
    """All rows of all tables, but for the questions that the session asked."""
    cache.clear()
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(rows)

"""The page of one comment in the CMS, and passages taken out there."""

import pytest
from wagtail.models import ModelLogEntry

from comments import writing
from comments.models import Comment, CommentEdit
from comments.moderation import decisions
from comments.moderation.decisions import Decision
from comments.refusals import CommentRefused
from tests.factories import UserFactory

from .moderating import LIST, decide, undo, url_of


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


def test_a_passage_put_back_leaves_the_edit_before(say, moderator):
    writer = UserFactory()
    comment = say("Call 010-1234.", user=writer)
    writing.edit(comment, "Call me: 010-1234.", writer)
    edited_at = comment.edits.get().edited_at

    decisions.undo(decisions.redact(comment, "010-1234", moderator), moderator)

    comment = Comment.objects.get()
    assert comment.comment == "Call me: 010-1234."
    assert comment.details.edited_at == edited_at


def test_only_the_last_passage_that_was_taken_out_is_put_back(say, moderator):
    comment = say("Call 010-1234 or 010-5678.")
    uuid = decisions.redact(comment, "010-1234", moderator)
    writing.redact(comment, "010-5678")

    assert decisions.undo(uuid, moderator) == 0
    assert "010" not in Comment.objects.get().comment


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

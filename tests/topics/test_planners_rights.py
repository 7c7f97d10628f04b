"""Nobody but editors plans topics."""

import pytest

from blog.models import MeetingPage
from tests.factories import (
    remove,
)
from topics import planning
from topics.models import Topic

from .planning import LIST, address, plan_form

pytestmark = pytest.mark.usefixtures("mail_is_queued")


@pytest.mark.parametrize("name", ["plan", "decline", "edit"])
@pytest.mark.parametrize("who", ["author", "moderator"])
def test_nobody_but_editors_decides(sign_in, suggest, request, name, who):
    topic = suggest()
    client = sign_in(request.getfixturevalue(who))

    client.get(address(name, topic))
    client.post(
        address(name, topic),
        plan_form(topic) | {"answer": "No.", "short_title": "Mine"},
    )

    topic.refresh_from_db()
    assert (topic.state, topic.short_title) == (Topic.State.SUGGESTED, "")
    assert not MeetingPage.objects.exists()


@pytest.mark.parametrize("who", ["author", "moderator"])
def test_nobody_but_editors_changes_a_state(sign_in, suggest, request, who):
    topic = suggest()
    planning.decline(topic, "No.")
    client = sign_in(request.getfixturevalue(who))
    client.post(address("change", topic), {"change": "reopen"})

    topic.refresh_from_db()
    assert topic.state == Topic.State.DECLINED


def test_looking_decides_nothing(as_editor, suggest):
    topic = suggest()
    for name in ("plan", "decline", "change"):
        as_editor.get(address(name, topic), plan_form(topic) | {"answer": "No."})

    topic.refresh_from_db()
    assert topic.state == Topic.State.SUGGESTED


def test_a_visitor_is_asked_to_sign_in(client, suggest):
    assert (
        "/account/login/"
        in client.get(address("plan", suggest())).headers.get("Location", "")
        + client.get(LIST, follow=True).redirect_chain[-1][0]
    )


@pytest.mark.parametrize("pk", ["abc", "0", "9" * 20])
def test_there_is_no_form_for_what_is_no_topic(as_editor, pk):
    assert as_editor.get(f"/cms/topics/{pk}/edit/").status_code == 404


def test_there_is_no_form_for_what_readers_cannot_see(as_editor, suggest):
    topic = suggest()
    remove(topic.comment)

    assert as_editor.get(address("edit", topic)).status_code == 404

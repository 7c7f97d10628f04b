"""What the form of a page refuses, and where it says so."""

import datetime

import pytest
from django.utils import timezone

from tests.cms import edit_url
from tests.factories import BlogPageFactory

HOUR = datetime.timedelta(hours=1)


def as_typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def expired(blog):
    """A post that expired an hour ago, and was published an hour before."""
    now = timezone.now()
    fields = {"go_live_at": now - 2 * HOUR, "expire_at": now - HOUR}
    post = BlogPageFactory(parent=blog, title="Vigil", **fields)
    post.save_revision()
    return post


@pytest.fixture
def save(client, administrator, form_of):
    """`save(page, …)` posts the form of the page with these fields changed."""
    client.force_login(administrator)

    def save(page, accept="text/html", **fields):
        form = form_of(page)
        for name, value in fields.items():
            form[name.replace("__", "-")] = value
        return client.post(edit_url(page), form, headers={"accept": accept})

    return save


def test_the_draft_of_a_page_that_has_expired_saves_itself(save, expired):
    answer = save(expired, "application/json", summary="What it was about.")

    assert answer.json()["success"]
    expired.refresh_from_db()
    draft = expired.get_latest_revision_as_object()
    assert draft.summary == "What it was about."
    assert as_typed(draft.expire_at) == as_typed(expired.expire_at)


def test_it_saves_itself_again_and_again(save, expired):
    answers = [
        save(expired, "application/json", summary=summary).json()
        for summary in ("One", "Two")
    ]

    assert [answer["success"] for answer in answers] == [True, True]


def test_a_page_that_has_expired_is_published_again_without_an_end(save, expired):
    save(expired, action__publish="1")

    expired.refresh_from_db()
    assert expired.live
    assert expired.expire_at is None


def test_a_page_that_has_expired_can_be_scheduled_anew(save, expired):
    later = timezone.now() + HOUR
    answer = save(expired, "application/json", go_live_at=as_typed(later))

    assert answer.json()["success"]


def test_an_end_that_is_typed_and_past_is_refused_where_one_looks(save, post):
    answer = save(post, expire_at=as_typed(timezone.now() - HOUR))
    said = answer.context["messages"]

    text = " ".join(str(message) for message in said)
    assert "Expiry date/time must be in the future." in text
    assert "The schedule is set in the panel “Status”." in text

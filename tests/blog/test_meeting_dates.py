"""When a meeting may be."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken

from blog.models import MeetingPage
from tests.factories import (
    MeetingPageFactory,
)

from .rsvps import HOUR, rsvp_url


@pytest.mark.parametrize("hours", [0, -1])
def test_a_meeting_that_ends_before_it_begins_is_refused(blog, hours):
    starts = timezone.now()

    with pytest.raises(ValidationError, match="A meeting ends after it begins"):
        MeetingPageFactory(parent=blog, starts=starts, ends=starts + hours * HOUR)


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_a_meeting_in_a_year_that_no_calendar_can_tell_is_refused(blog, year):
    starts = datetime.datetime(year, 6, 1, tzinfo=datetime.UTC)

    with pytest.raises(ValidationError, match="it is one from 2000 to 2100"):
        MeetingPageFactory(parent=blog, starts=starts)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_far_year_is_refused_by_the_api(client, administrator, meeting, year):
    _token, secret = APIToken.create_token(user=administrator, name="test")

    response = client.patch(
        f"/api/v3/pages/{meeting.pk}/",
        {"ends": f"{year:04}-12-31T23:59:59Z"},
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )

    assert response.status_code in {400, 422}
    assert "from 2000 to 2100" in response.text


@pytest.mark.parametrize(
    "moments",
    [
        {"ends": datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.UTC)},
        {"starts": datetime.datetime(1, 1, 1, 0, 1, tzinfo=datetime.UTC)},
    ],
    ids=lambda moments: next(iter(moments)),
)
def test_a_far_moment_that_is_stored_breaks_no_page(
    client, meeting, editor, sign_in, moments
):
    for name, moment in moments.items():
        setattr(meeting, name, moment)
    meeting.save_revision(clean=False)
    MeetingPage.objects.update(**moments)

    for address in [
        "/",
        "/blog/",
        meeting.url,
        "/blog/meetings/",
        "/meetings.ics",
        "/blog/feed/",
        "/api/v3/meetings/",
        f"/api/v3/pages/{meeting.pk}/",
        rsvp_url(meeting),
    ]:
        assert client.get(address).status_code == 200
    edit = reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    assert sign_in(editor).get(edit).status_code == 200


def test_an_editor_sees_the_kind_sentence_about_the_times(
    client, meeting, editor, sign_in, form_of
):
    sign_in(editor)
    form = form_of(meeting)
    form["ends"] = form["starts"]
    form["action-publish"] = "on"
    address = reverse("wagtailadmin_pages:edit", args=[meeting.pk])

    assert "A meeting ends after it begins" in client.post(address, form).text

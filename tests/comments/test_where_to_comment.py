"""Pages that take no comments, and requests that make none."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from comments.models import PendingComment

pytestmark = pytest.mark.usefixtures("mail_is_queued")


def close(page):
    page.comments_open = False
    page.save()


def unpublish(page):
    page.unpublish()


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("end", [close, unpublish, make_private, lambda p: p.delete()])
def test_form_and_endpoint_refuse_a_page_that_takes_no_comments(
    client, filled_in, post, end
):
    sent = filled_in()
    end(post)

    form = client.get(reverse("comments:form", args=[sent["page"]]))
    answer = client.post(reverse("comments:post"), sent)

    assert form.status_code in {403, 404}
    assert answer.status_code in {403, 404}
    assert not PendingComment.objects.exists()


def test_who_wrote_while_the_discussion_was_closed_gets_the_text_back(send, post):
    close(post)

    response = send(text="Too late, it seems.")

    assert "discussion on this page is closed" in response.text
    assert "Too late, it seems." in response.text


@pytest.mark.parametrize("page", ["", "x", "-1", "0", "999999", "9" * 40, "1.5"])
def test_a_page_that_is_none_is_not_found(client, filled_in, page):
    response = client.post(reverse("comments:post"), filled_in() | {"page": page})

    assert response.status_code == 404


@pytest.mark.parametrize("sent", [{}, {"page": ["1", "2"]}, {"text": ["a", "b"]}])
def test_missing_and_repeated_fields_are_no_error_of_ours(client, filled_in, sent):
    response = client.post(reverse("comments:post"), sent)

    assert 400 <= response.status_code < 500


def test_a_body_of_ten_megabytes_is_refused(client, filled_in):
    response = client.post(
        reverse("comments:post"),
        "text=" + "x" * 10_000_000,
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in {400, 413}


def test_what_is_not_utf_8_is_no_error_of_ours(client, post):
    response = client.post(
        reverse("comments:post"),
        f"page={post.pk}&text=%ff%fe%80".encode(),
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 422


def test_the_root_of_the_tree_is_no_page_of_the_site(client, home_page):
    root = home_page.get_parent()

    answer = client.get(reverse("comments:form", args=[root.pk]))

    assert answer.status_code == 404
    assert "None" not in answer.text

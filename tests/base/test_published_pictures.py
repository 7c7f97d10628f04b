"""What a page shows of its pictures is made when it is published."""

import pytest

from base.images.requests import make_due
from base.models import RenditionRequest
from blog.models import BlogPage
from tests.factories import (
    BlogPageFactory,
    ImageFactory,
    TimelineEntryPageFactory,
    embed,
    gallery,
    picture,
)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()


def pages_that_show(page, client):
    """The answers of all that shows pictures of `page`, by their addresses."""
    addresses = [
        page.url,
        "/",
        "/blog/",
        "/blog/2024/",
        "/blog/feed/",
        "/history/",
        f"/api/v3/pages/{page.pk}/",
        "/api/v3/posts/",
        "/api/v3/timeline/",
    ]
    return {address: client.get(address) for address in addresses}


def requested():
    return sorted(RenditionRequest.objects.values_list("image_id", "filter_spec"))


def test_a_published_post_asks_for_all_that_readers_are_shown(client, blog, history):
    cover, inside, first, second, still = ImageFactory.create_batch(5)
    page = BlogPageFactory(
        parent=blog,
        live=False,
        cover=cover,
        body=[picture(inside), gallery(first, second), embed(image=still)],
    )
    publish(page)
    assert {image for image, _ in requested()} == {
        image.pk for image in (cover, inside, first, second, still)
    }
    asked = requested()

    answers = pages_that_show(page, client)

    assert {answer.status_code for answer in answers.values()} == {200}
    assert requested() == asked


def test_a_published_timeline_entry_asks_for_all_that_readers_are_shown(
    client, blog, history
):
    page = TimelineEntryPageFactory(parent=history, live=False, picture=ImageFactory())
    publish(page)
    asked = requested()
    assert asked

    pages_that_show(page, client)

    assert requested() == asked


def test_what_was_asked_for_on_publication_is_shown_to_the_first_reader(client, blog):
    page = BlogPageFactory(parent=blog, live=False, cover=ImageFactory())
    publish(page)

    make_due()

    assert client.get(page.url).text.count('type="image/avif"') == 1
    assert requested() == []


def test_publishing_again_asks_for_nothing_that_is_there(blog):
    page = BlogPageFactory(parent=blog, live=False, cover=ImageFactory())
    publish(page)
    make_due()

    publish(BlogPage.objects.get())

    assert requested() == []


def test_a_draft_asks_for_nothing(blog):
    page = BlogPageFactory(parent=blog, live=False, cover=ImageFactory())

    page.save_revision()

    assert requested() == []

"""Pictures as the API tells of them."""

from base.api.schemas import represent_picture
from base.images.specs import PICTURE_FILTER
from tests.factories import ImageFactory


def test_a_picture_is_told_of_with_its_file(db):
    image = ImageFactory(description="A candle")
    image.make_rendition(PICTURE_FILTER)

    told = represent_picture(image)

    assert (told["width"], told["height"], told["alt"]) == (16, 12, "A candle")


def test_a_picture_is_told_of_in_a_smaller_size_until_that_one_is_made(db):
    image = ImageFactory(small_renditions=False)
    image.make_rendition("format-jpeg|width-8")

    told = represent_picture(image)

    assert (told["width"], told["height"]) == (8, 6)


def test_a_picture_without_any_file_to_show_is_none(db):
    assert represent_picture(ImageFactory(small_renditions=False)) is None


def test_no_picture_is_none():
    assert represent_picture(None) is None

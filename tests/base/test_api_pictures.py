"""Pictures as the API tells of them."""

from pathlib import Path

from base.api.schemas import represent_picture
from tests.factories import ImageFactory


def test_a_picture_is_told_of_with_its_file(db):
    told = represent_picture(ImageFactory(description="A candle"))

    assert (told["width"], told["height"], told["alt"]) == (16, 12, "A candle")


def test_a_picture_whose_file_is_gone_is_none(db):
    image = ImageFactory()
    Path(image.file.path).unlink()

    assert represent_picture(image) is None


def test_no_picture_is_none():
    assert represent_picture(None) is None

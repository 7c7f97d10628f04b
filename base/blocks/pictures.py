"""Pictures, alone and in galleries."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageBlockComparison

from base.api.schemas import represent_picture
from base.images.specs import FULL_WIDTH, GALLERY
from base.wagtail_speedups import PictureChooserBlock


class PictureBlock(ImageBlock):
    """A picture and what it shows at this place: Wagtail asks for the words each time,
    unless the picture is ticked as decoration."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        chooser = PictureChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_comparison_class(self):
        return PictureComparison

    def get_api_representation(self, value, context=None):
        """As it is written, and what a front end needs to show it."""
        written = super().get_api_representation(value, context)
        return {
            **written,
            "picture": represent_picture(value, alt=written["alt_text"] or ""),
        }


class PictureComparison(ImageBlockComparison):
    """Compares also with no picture: Wagtail's own fails on the None of an optional one."""

    NO_PICTURE: ClassVar = {"image": None, "alt_text": "", "decorative": False}

    def __init__(self, block, exists_a, exists_b, val_a, val_b):
        super().__init__(block, exists_a, exists_b, val_a, val_b)
        self.val_a = self.val_a if val_a else self.NO_PICTURE
        self.val_b = self.val_b if val_b else self.NO_PICTURE

    def htmlvalue(self, val):
        return super().htmlvalue(val or self.NO_PICTURE)


def preview_picture():
    """Any picture there is, for the previews in the block picker."""
    return get_image_model().objects.last()


class CaptionedPictureBlock(blocks.StructBlock):
    picture_specs = FULL_WIDTH

    picture = PictureBlock()
    caption = blocks.CharBlock(
        required=False,
        max_length=300,
        help_text=_("Shown below the picture, before its credit."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture as wide as the text, with a caption.")
        template = "base/blocks/picture.html"

    def get_preview_value(self):
        return self.to_python(
            {
                "picture": self.child_blocks["picture"].get_prep_value(
                    preview_picture()
                ),
                "caption": "Street action, Seoul",
            }
        )

    is_previewable = True


class GalleryBlock(blocks.ListBlock):
    picture_specs = GALLERY

    def __init__(self, **kwargs):
        super().__init__(CaptionedPictureBlock(), min_num=2, max_num=24, **kwargs)

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures side by side.")
        template = "base/blocks/gallery.html"

    def get_preview_value(self):
        picture = self.child_block.get_preview_value()
        return self.normalize([picture, picture])

    is_previewable = True

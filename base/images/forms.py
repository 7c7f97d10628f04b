from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .metadata import UNREADABLE, check_size, strip_metadata

ANIMATIONS = _("An animation doesn't move on pages: they show its first picture.")


class PictureField(WagtailImageField):
    """Strips the metadata of the picture."""

    def to_python(self, data):
        try:
            picture = super().to_python(data)
        except OSError as error:
            # Wagtail 8.0.1 opens a truncated file without expecting one.
            raise ValidationError(UNREADABLE, code="invalid_image") from error
        return strip_metadata(picture) if picture else picture

    def check_image_pixel_size(self, picture):
        """Without decoding it, as Wagtail would."""
        check_size(picture)
        picture.seek(0)


class ImageForm(BaseImageForm):
    """The base of the forms of the CMS and the API."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail makes the field itself and offers no other way to its class.
            self.fields["file"].__class__ = PictureField
            self.fields["file"].help_text = format_lazy(
                "{} {}", self.fields["file"].help_text, ANIMATIONS
            )

    def save(self, commit=True):
        # Wagtail's form would delete the renditions that the model has made by then.
        self.original_file = None
        return super().save(commit)

"""Pictures and their renditions."""

import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.api import APIField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import UploadedFile
from wagtail.search import index

from .metadata import CleanImage, strip_metadata
from .renditions import PictureWithRenditions

UNFINISHED_UPLOADS_KEPT = datetime.timedelta(days=1)


class Image(PictureWithRenditions):
    """A picture without metadata about where, when and with what it was taken."""

    description = models.CharField(
        _("description"),
        max_length=255,
        help_text=_(
            "What the picture shows, in one sentence, for people who cannot see it."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who took or drew it, and the licence if there is one."),
    )

    # As in Wagtail's own class, whose reverse names would clash with ours.
    tags = TaggableManager(
        _("tags"), blank=True, help_text=None, related_name="pictures"
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="pictures",
        verbose_name=_("uploaded by"),
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    admin_form_fields = [
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    ]
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]
    api_fields = [APIField("description"), APIField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args, **kwargs):
        # The form of the CMS and the API has stripped it already; other code has not.
        new = self.file and not self.file._committed
        if new and not isinstance(self.file.file, CleanImage):
            self.file = strip_metadata(self.file)
            self._set_image_file_metadata()
        stored = type(self).objects.filter(pk=self.pk).values_list("file", flat=True)
        old = stored.first()
        super().save(*args, **kwargs)
        if old != self.file.name:
            if old:
                self.remake_renditions()
                transaction.on_commit(lambda: self.file.storage.delete(old))
            transaction.on_commit(self.make_small_renditions)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="g48cms_rendition_unique",
            )
        ]

    @property
    def url(self):
        """Of its file, or of a grey place while there is none."""
        return super().url if self.file else static("img/no-picture.svg")


def purge_unfinished_uploads() -> None:
    """Delete the uploads that nobody has described for a day, with their files."""
    limit = timezone.now() - UNFINISHED_UPLOADS_KEPT
    for upload in UploadedFile.objects.all():
        storage, name = upload.file.storage, upload.file.name
        if not storage.exists(name) or storage.get_modified_time(name) < limit:
            upload.delete()
            storage.delete(name)


@receiver(pre_save, sender=UploadedFile)
def strip_unfinished_upload(instance, **kwargs):
    """Wagtail stores an upload as it is while required fields are missing."""
    is_picture = instance.for_content_type.model_class() is Image
    if is_picture and not instance.file._committed:
        instance.file = strip_metadata(instance.file)

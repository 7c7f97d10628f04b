"""Which renditions the templates and the API show of a picture, by where it stands.

They are made when a page is published. What is missing here is made once a page was read.
"""

from wagtail.images.models import Filter


def specs(*parts: str) -> list[str]:
    return Filter.expand_spec(parts)


FORMATS = "format-{avif,webp,jpeg}"
FULL_WIDTH = specs(FORMATS, "width-{480,960,1440}")
GALLERY = specs(FORMATS, "width-{480,960}")
SUMMARY = specs(FORMATS, "fill-{480x320,960x640}")
STILL = specs(FORMATS, "fill-{480x270,960x540}")
SHARED = specs("fill-1200x630", "format-jpeg")

# In the API.
COVER_FILTER = "fill-1200x675|format-jpeg"
PICTURE_FILTER = "max-1440x1440|format-jpeg"

"""The site's settings, with which the static files of a test are collected."""

from g48cms.settings import *  # noqa: F403

# To compress Wagtail's scripts takes a minute; that style sheets are compressed is enough.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("js", "map", "png", "woff2")

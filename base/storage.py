import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import "(?P<path>[\w/-]+\.css)" layer\((?P<layer>\w+)\);')


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes the style sheets that site.css imports into it: a browser would ask for
    each of them, and only after it has read site.css."""

    bundle, folder = "css/site.css", "css/"

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            content = IMPORT.sub(
                lambda match: self.layer(paths, **match.groupdict()),
                source(paths, self.bundle),
            )
            self.delete(self.bundle)
            self.save(self.bundle, ContentFile(content))
            paths = {**paths, self.bundle: (self, self.bundle)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def layer(self, paths, path, layer):
        return f"@layer {layer} {{\n{source(paths, self.folder + path)}}}\n"


def source(paths, name):
    """The text of a file as it is in the code, as `collectstatic` found it."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()

"""Wagtail's blocks for values that may be missing, which it would show as “None”."""

from wagtail import blocks


class ShownAsNothingMixin:
    """Shows a missing value as nothing, on pages and where revisions are compared."""

    def render_basic(self, value, context=None):
        return "" if value is None else super().render_basic(value, context=context)


class OptionalDateTimeBlock(ShownAsNothingMixin, blocks.DateTimeBlock):
    canonical_module_path = "wagtail.blocks.DateTimeBlock"  # in migrations


class OptionalDecimalBlock(ShownAsNothingMixin, blocks.DecimalBlock):
    canonical_module_path = "wagtail.blocks.DecimalBlock"

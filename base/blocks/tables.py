"""Tables."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        max_length=200, help_text=_("What the table shows. Readers hear it first.")
    )
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label=_("Text"))),
            ("number", blocks.DecimalBlock(required=False, label=_("Number"))),
        ]
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with a heading for each column.")
        template = "base/blocks/table.html"

    def get_preview_value(self):
        return self.to_python(
            {
                "caption": "Letters written",
                "table": {
                    "columns": [
                        {"type": "text", "heading": "Country"},
                        {"type": "number", "heading": "Letters"},
                    ],
                    "rows": [{"values": ["Iran", 12]}, {"values": ["Burma", 30]}],
                },
            }
        )

    @property
    def is_previewable(self):
        return True

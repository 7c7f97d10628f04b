"""Wagtail's choosers without inline scripts, which our Content-Security-Policy forbids.

Wagtail 8.0.1 prints inline scripts in six places; to end that is
https://github.com/wagtail/wagtail/issues/1288. Five are templates, and those of the same
names in templates/wagtailadmin take their place. The sixth is `BaseChooser.render` in
wagtail/admin/widgets/chooser.py, where this line is changed:

    out = f"{widget_html}<script>{js}</script>"

Each script is replaced by an element that base/static/js/cms-init.js reads.
tests/base/test_admin_csp.py fails as soon as an update of Wagtail changes one of the six.
"""

import json
import re

from django.utils.html import escapejs, format_html
from wagtail.admin.widgets import BaseChooser

# As all choosers print it: `new ImageChooser("id_cover", {"modalUrl": "…"});`
CALL = re.compile(r"(?:new )?(?P<name>\w+)\((?P<arguments>.*)\);")


def apply() -> None:
    """Replace the method."""
    BaseChooser.render = render


def render(self, name, value, attrs=None, renderer=None):
    id_ = attrs["id"]
    value_data = self.get_value_data(value)
    script = self.render_js_init(id_, name, value_data)
    call = CALL.fullmatch(script)
    if not call:
        raise ValueError(
            f"{type(self).__name__} must begin with a call like "
            f"`new Chooser(…);`, which static/js/cms-init.js can do, not with `{script}`."
        )
    _, *options = json.loads(f"[{call['arguments']}]")
    return format_html(
        '{}<cms-init hidden data-call="{}" data-for="{}" data-options="{}"></cms-init>',
        self.render_html(name, value_data, attrs),
        call["name"],
        id_,
        escapejs(json.dumps(*options)) if options else "",
    )

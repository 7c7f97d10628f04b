"""No inline scripts in the CMS: what Wagtail prints is replaced, and still is the same as
when that was written. tests/browser/test_cms_csp.py tries it out in a browser."""

import hashlib
import re
from pathlib import Path

import pytest
import wagtail.admin
from django import forms
from django.apps import apps
from wagtail.admin import widgets
from wagtail.admin.widgets.workflows import AdminTaskChooser

ADMIN = Path(wagtail.admin.__file__).parent
# What ours stand for, in Wagtail 8.0.1. When one of them changes, see whether ours must
# change too, then put the new hash here.
ORIGINALS = {
    "templates/wagtailadmin/panels/inline_panel.html": "195bb0b199edb062dcf41a5a92ecabf5bae52a6eac06823eb3cd12b799be4f89",
    "templates/wagtailadmin/panels/multiple_chooser_panel.html": "673bc9b26ca95c0385e7ac8a5c81d2449e6e59df841f74fe89d5003f877a653d",
    "templates/wagtailadmin/widgets/date_input.html": "2557f7a4fd543d7cd6f192a97fdd0c12ebfad9a8d4ab2b7fe72a2f011cd049c8",
    "templates/wagtailadmin/widgets/datetime_input.html": "479d8ddeaa73d2fdd33d584118d51b0c3ec4c2dc5b90a66b526874f9799d2676",
    "templates/wagtailadmin/widgets/time_input.html": "536917c544a135631e8683866e8351bd491822a336c9a59639ab71338638e242",
    "widgets/chooser.py": "55f2f5d73558d5d3caa016e8597ba8db991841e01e35d82fadca750c2d8038a9",
}

ELSEWHERE = {"contrib", "test", "tests"}
INLINE_SCRIPT = re.compile(r"^(?! *#).*<script(?![^>]*\bsrc=)", re.MULTILINE)


def source_files(app):
    """The app's Python files and templates, without its tests and the apps inside it."""
    for path in Path(app.path).rglob("*"):
        inside = path.relative_to(app.path).parts
        if path.suffix in {".html", ".py"} and ELSEWHERE.isdisjoint(inside):
            yield path


@pytest.mark.parametrize(("name", "digest"), ORIGINALS.items())
def test_a_file_that_ours_stand_for_is_unchanged(name, digest):
    original = (ADMIN / name).read_bytes()

    assert hashlib.sha256(original).hexdigest() == digest


def test_wagtail_prints_scripts_only_where_ours_replace_them():
    wagtail_apps = [
        app for app in apps.get_app_configs() if app.name.startswith("wagtail")
    ]
    printing = {
        path
        for app in wagtail_apps
        for path in source_files(app)
        if INLINE_SCRIPT.search(path.read_text())
    }

    assert printing == {ADMIN / name for name in ORIGINALS}


@pytest.mark.parametrize(
    "widget",
    [
        widgets.AdminDateInput,
        widgets.AdminDateTimeInput,
        widgets.AdminPageChooser,
        widgets.AdminTimeInput,
        AdminTaskChooser,
    ],
)
def test_a_widget_prints_an_element_in_place_of_its_script(widget):
    class Form(forms.Form):
        field = forms.CharField(widget=widget)

    html = str(Form()["field"])

    assert '<cms-init hidden data-call="' in html
    assert 'data-for="id_field"' in html
    assert "<script" not in html


def test_what_a_chooser_is_told_cannot_end_the_attribute_it_is_in():
    class Chooser(widgets.AdminPageChooser):
        base_js_init_options = {"modalUrl": "\"></cms-init><script>'"}

    html = Chooser().render("page", None, {"id": "id_page"})

    element = html[html.index("<cms-init") :]
    assert element.count("<") == 2  # its beginning and its end

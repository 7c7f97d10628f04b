"""Rules for the templates, which no test of what they show would see broken."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

FOLDERS = [
    settings.BASE_DIR / "templates",
    *(
        Path(app.path, "templates")
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
    ),
]


def templates(extension="html"):
    """Each template of ours: its name and its text."""
    return {
        str(path.relative_to(folder)): path.read_text()
        for folder in FOLDERS
        for path in sorted(folder.rglob(f"*.{extension}"))
    }


def breaking(pattern):
    """What of our templates matches `pattern`."""
    found = {name: re.findall(pattern, text) for name, text in templates().items()}
    assert len(found) > 40
    return {name: matches for name, matches in found.items() if matches}


def test_every_template_compiles():
    texts = templates("txt")
    assert texts

    compiled = [get_template(name) for name in templates() | texts]

    assert len(compiled) > 50


def test_no_template_holds_a_script():
    assert breaking(r"<script(?![^>]*\ssrc=)[^>]*>|\son\w+=|javascript:") == {}


def test_no_template_holds_a_style():
    found = breaking(r"<style|\sstyle=")
    found.pop("mail/base.html", None)  # a mail has no file of styles beside it

    assert found == {}


def test_every_template_escapes_what_it_shows():
    assert breaking(r"\|\s*safe|autoescape\s+off") == {}


def test_no_template_tells_a_moment_to_the_microsecond():
    # In HTML a second has three decimal places at most.
    assert breaking(r"""date:["']c["']""") == {}


def test_every_partial_says_what_it_is_given():
    partials = {name: text for name, text in templates().items() if "includes/" in name}
    assert partials

    assert [
        name for name, text in partials.items() if not text.startswith("{# Shows: ")
    ] == []

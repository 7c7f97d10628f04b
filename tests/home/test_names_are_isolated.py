"""A name that is written from right to left turns nothing round that stands beside it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

NAME = re.compile(
    r"\{\{ [\w.]*\b(?:user_name|in_reply_to|shown_name|user_display_name|get_full_name)\b[^}]*\}\}"
    r"|=[\w.]*\b(?:user_name|in_reply_to|shown_name|get_full_name)\b[^ %]*"
)


def templates():
    return sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.name)
def test_every_name_in_a_template_is_isolated(template):
    names = NAME.findall(template.read_text())

    assert [name for name in names if not re.search(r"\|(bdi|lang)\b", name)] == []


def test_there_are_such_names():
    assert any("|bdi" in template.read_text() for template in templates())

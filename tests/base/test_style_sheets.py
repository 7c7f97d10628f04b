"""What older browsers need of our style sheets: those of 2022, like older Tor Browsers,
and WebKit, which reads some short forms differently."""

import re

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "base" / "static" / "css"
SHEETS = {
    str(path.relative_to(FOLDER)): re.sub(
        r"/\*.*?\*/", "", path.read_text(), flags=re.S
    )
    for path in sorted(FOLDER.rglob("*.css"))
    if not path.name.startswith("cms")  # for which Wagtail itself needs a new browser
}
SUPPORTED = re.compile(
    r"@supports \(color: light-dark\(#000, #fff\)\) \{(.*?)\n\}", re.S
)
TOKENS = SHEETS["base/tokens.css"]
ROLES = ["--paper", "--ink", "--muted", "--line", "--danger"]


@pytest.mark.parametrize("name", SHEETS)
def test_new_functions_stand_where_old_browsers_skip_them(name):
    assert "light-dark(" not in SUPPORTED.sub("", SHEETS[name]).replace("@supports", "")


@pytest.mark.parametrize("role", ROLES)
def test_every_colour_has_a_plain_value_for_day_and_night(role):
    before = TOKENS[: TOKENS.index("@supports")]
    day, night = before.split("@media (prefers-color-scheme: dark)")

    assert f"{role}: " in day
    assert f"{role}: " in night
    assert f"{role}: light-dark(" in TOKENS[TOKENS.index("@supports") :]


@pytest.mark.parametrize("name", SHEETS)
def test_underlines_are_given_in_parts_and_things_are_moved_by_transform(name):
    short_forms = re.findall(r"text-decoration: ([^;]+);", SHEETS[name])

    assert set(short_forms) <= {"none", "underline"}
    assert not re.search(r"^\s*(translate|rotate|scale):", SHEETS[name], re.M)


def test_latin_letters_are_not_taken_from_a_korean_font():
    stacks = re.findall(r"--font-(?:text|heading):\s*([^;]+);", TOKENS)

    assert len(stacks) == 2
    for stack in stacks:
        fonts = [font.strip().strip('"') for font in stack.split(",")]
        korean = [
            place for place, font in enumerate(fonts) if re.search("KR|Gothic", font)
        ]
        assert korean == list(range(korean[0], len(fonts) - 1)), fonts


def test_the_field_for_bots_is_hidden_without_layers_too():
    site = SHEETS["site.css"]
    unlayered = re.sub(r"@layer [^;{]*\{.*?\n\}", "", site, flags=re.S)

    assert re.search(r"\.comment-form__trap \{[^}]*visibility: hidden", unlayered)

"""What is kept of the text that people send, and what is not."""

import pytest

from base.text import (
    clean_line,
    clean_text,
    fold,
    is_blank,
    isolate,
    skeleton,
    squeeze_blank_lines,
)

FAMILY = "👨\u200d👩\u200d👧"
PERSIAN = "می\u200cخواهم"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\u110b\u1163\u11bc\u1109\u1175\u11b7", "양심"),
        ("cafe\u0301", "café"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("abc\u202edcba", "abcdcba"),
        ("a\u2066b\u2069", "ab"),
        ("in\u00advisible\u200b\ufeff", "invisible"),
        ("tab\tand\x07bell", "tab\tandbell"),
        ("\u3164\u115f\u1160\uffa0", ""),
        ("Latin\u200dletters\u200c", "Latinletters"),
        ("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "é" + "\u0301" * 6),
        ("s\U000e0073e\U000e0063cret", "secret"),
        ("A\ufe0f\ufe01B", "AB"),
        ("left\u200emark", "leftmark"),
    ],
)
def test_what_misleads_is_taken_out(typed, stored):
    assert clean_text(typed) == stored


@pytest.mark.parametrize(
    "text",
    [
        FAMILY,
        PERSIAN,
        "❤\ufe0f",
        "3\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "👩🏽\u200d⚕\ufe0f",
        "葛\U000e0100",
        "क्\u200dष",
        "שלום\u200f!",
        "Ti\u1ebfng Vi\u1ec7t",
        "한국어와 日本語",
        "two\n\nparagraphs",
    ],
)
def test_what_scripts_and_emoji_need_stays(text):
    assert clean_text(text) == text


def test_cleaning_twice_changes_no_more():
    text = "a\u0323\u200d\u0307 e\u200b\u0301 👨\u200d\u200d👩 \u202e\u0301"

    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    "between", ["\n\n\n", "\n \n\t\n", "\n\u00a0\n\u3000\n\u2800\n", "\n" * 900]
)
def test_one_blank_line_is_enough(between):
    assert squeeze_blank_lines(f"a{between}b\n\nc\nd") == "a\n\nb\n\nc\nd"


def test_a_line_has_single_spaces():
    assert clean_line("  Min\u200b-jun \n\u3000 Kim ") == "Min-jun Kim"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "\u3164",
        "\u2800\u2800",
        "\u200b",
        "\u00a0",
        "\u0301",
        "\u200d",
        "\ufe0f",
    ],
)
def test_nothing_visible_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "민", "!", "🙂", "7", "\u05d0"])
def test_whatever_can_be_seen_is_not(text):
    assert not is_blank(text)


def test_only_what_turns_is_isolated():
    assert isolate("Minji") == "Minji"
    assert isolate("שלום") == "\u2068שלום\u2069"


@pytest.mark.parametrize(
    "name",
    [
        "Amnesty G48",
        "AMNESTY  G48",
        "Ａｍｎｅｓｔｙ Ｇ４８",
        "Аmnеsty G48",
        "A\u0336mnesty-G48",
        "Amnesty\u200b.G48.",
    ],
)
def test_names_that_look_the_same_have_one_skeleton(name):
    assert skeleton(name) == skeleton("Amnesty G48")


def test_other_names_have_others():
    assert (
        len({skeleton(name) for name in ("Minji", "Minjun", "민지", "Amnesty", "")})
        == 5
    )


def test_comparisons_see_neither_case_nor_width_nor_marks():
    assert fold("Cas\u0336ino") == fold("ＣＡＳＩＮＯ") == "casino"
    assert fold("양심수") == "양심수"

"""Text as people send it: how it is stored, and what in it could mislead readers.

After Unicode's annexes 9 (directions) and 15 (normal forms) and its report 36 (security).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from taggit.utils import _parse_tags  # what taggit does unless it is told otherwise
from wagtail.fields import StreamField

LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
# Direction overrides, embeddings and isolates; controls; characters that show nothing and
# join nothing; fillers of Hangul.
MISLEADING = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180e"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a]"
)
DIRECTION_MARK = re.compile("[\u061c\u200e\u200f]")
JOINER = re.compile("[\u200b-\u200d]")
VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# The flags of England, Scotland and Wales are a black flag and letters that show nothing.
TAGS = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f)|[\U000e0000-\U000e007f]"
)
MOST_MARKS = 6  # on one letter: the most that a writing system puts there
MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
BLANK_LINES = re.compile("\n(?:(?:[^\\S\n]|\u2800)*\n){2,}")
BLANK = "\u2800"  # a letter of Braille without a dot
# Scripts in which joiners decide about the shape of letters, or spaces that show nothing
# about where a line may end.
JOINED = re.compile(
    "ARABIC|SYRIAC|MONGOLIAN|DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|"
    "KANNADA|MALAYALAM|SINHALA|KHMER|MYANMAR|TIBETAN|THAI|LAO"
)
SYMBOLS = {"So", "Sk", "Sm"}  # categories that emoji belong to
# What looks like a Latin letter, after `fold`.
LOOKALIKES = str.maketrans(
    "авеѕіјкмнорстухԁɡһӏαεικνορτυχ01|ßø",
    "abesijkmhopctyxdghlaeiknoptuxollso",
)

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT = {"R", "AL"}


def clean_text(text: str) -> str:
    """`text` as it is stored: NFC, with simple line breaks, and without characters that
    cannot be seen or turn others round, except where a script or an emoji needs them."""
    text = LINE_BREAK.sub("\n", text)
    if text.isascii():
        return MISLEADING.sub("", text)
    text = MISLEADING.sub("", unicodedata.normalize("NFC", text))
    text = TAGS.sub(lambda match: match[1] or "", text)
    if not is_right_to_left(text):
        text = DIRECTION_MARK.sub("", text)
    text = JOINER.sub(lambda match: match[0] if joins(match) else "", text)
    text = VARIATION_SELECTOR.sub(lambda match: match[0] if varies(match) else "", text)
    text = MARKS.sub(lambda match: match[0][:MOST_MARKS], text)
    return unicodedata.normalize("NFC", text)  # what was taken out stood between parts


def clean_line(text: str) -> str:
    """The same for what has one line, like names and titles."""
    return " ".join(clean_text(text).split())


def joins(match: re.Match[str]) -> bool:
    """Whether a joiner stands between emoji, or letters of a script that has them."""
    before = behind(match).rstrip("\ufe0f")[-1:] or " "
    after = match.string[match.end() : match.end() + 1] or " "
    if {unicodedata.category(before), unicodedata.category(after)} <= SYMBOLS:
        return match[0] == "\u200d"
    return JOINED.match(unicodedata.name(before, "")) is not None


def behind(match: re.Match[str]) -> str:
    """The two characters before a match."""
    return match.string[max(0, match.start() - 2) : match.start()]


def varies(match: re.Match[str]) -> bool:
    """Whether a variation selector follows what has variants: one alone, no letter."""
    before = behind(match)[-1:] or " "
    has_variants = unicodedata.name(before, "").startswith(("CJK", "MONGOLIAN"))
    return has_variants or unicodedata.category(before)[0] in "SNP"


def is_right_to_left(text: str) -> bool:
    """Whether a letter of `text` is written from right to left."""
    return any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen, nor is an error to be told of, like half a
    character."""
    shown = (unicodedata.category(char) for char in clean_text(text) if char != BLANK)
    return not any(category[0] in "LNPS" or category == "Cs" for category in shown)


def squeeze_blank_lines(text: str) -> str:
    """`text` with no more than one blank line between others: they show nothing either."""
    return BLANK_LINES.sub("\n\n", text)


def isolate(text: str) -> str:
    """`text` for plain texts, where it cannot turn round what stands beside it."""
    if not is_right_to_left(text):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def fold(text: str) -> str:
    """`text` for comparisons: without case, width and the marks on Latin letters."""
    text = unicodedata.normalize("NFKD", clean_text(text)).casefold()
    return unicodedata.normalize("NFKC", MARKS.sub("", text))


def skeleton(name: str) -> str:
    """What a reader sees of `name`: the same for names that look the same."""
    return "".join(filter(str.isalnum, fold(name).translate(LOOKALIKES)))


def find_words(text: str, words: list[str]) -> Iterator[re.Match[str]]:
    """Where `words` stand in `text`: those that begin with one of them, to their end,
    and, of one that none begins with, its place inside others."""
    patterns = [
        rf"\b{escaped}\w*" if re.search(rf"\b{escaped}", text, re.I) else escaped
        for escaped in map(re.escape, words)
    ]
    return re.finditer("|".join(patterns) or r"\b\B", text, re.I)


def parse_tags(text: str) -> list[str]:
    """The tags in what was typed, as they are stored: or one that is there already would
    be looked for in vain, and could not be made either."""
    return _parse_tags(clean_text(text))


# --- What is stored


@receiver(pre_save)
def clean_fields(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """Clean every text of `instance`, those in its streams and the name of a new file."""
    if raw:  # a copy of what is stored elsewhere
        return
    for field in instance._meta.concrete_fields:
        if field.attname in instance.__dict__:
            clean_field(instance, field, getattr(instance, field.attname))


def clean_field(instance, field, value):
    if isinstance(field, StreamField):
        stored = field.stream_block.get_prep_value(value)
        if (clean := clean_values(stored)) != stored:
            setattr(instance, field.name, field.stream_block.to_python(clean))
    elif isinstance(field, models.FileField):
        if value and not value._committed:
            value.name = clean_line(value.name)
    elif isinstance(value, str):
        clean = clean_line if isinstance(field, models.CharField) else clean_text
        setattr(instance, field.attname, clean(value))


def clean_values(value: Any) -> Any:
    """`value`, or all texts in it, cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean_values(part) for part in value]
    if isinstance(value, dict):
        return {name: clean_values(part) for name, part in value.items()}
    return value

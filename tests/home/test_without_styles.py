"""Everything reads right where our style sheets are not: no words run together, and lines
that are lines stay so."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from tests.base.unstyled import read, run_together
from tests.factories import (
    BlogPageFactory,
    ImageFactory,
    MeetingPageFactory,
    action,
    code,
    create_comment,
    embed,
    publish,
    table,
)

from .full_site import PAGES

TEMPLATES = Path(settings.BASE_DIR, "templates")
TEXTS = sorted(TEMPLATES.glob("*/**/mail/*.txt")) + sorted(
    TEMPLATES.glob("*/email/*.txt")
)


@pytest.fixture
def everything(full_site, blog, mail_is_queued):
    letter = action(
        addressee="The Minister",
        address="Ministry of Justice\nGwacheon",
        email="minister@example.org",
    )
    blocks = [letter, embed(image=ImageFactory()), code("a = 1", "Python")]
    blocks.append(table(columns=[("text", "Who"), ("text", "What")], rows=[["A", "B"]]))
    post = BlogPageFactory(parent=blog, slug="everything", body=blocks)
    MeetingPageFactory(parent=blog, slug="meeting", speakers="Kim\nLee", cancelled=True)
    MeetingPageFactory(parent=blog, slug="next", map_link="https://map.example.org")
    first = publish(create_comment(post, suggests_topic=True))
    publish(create_comment(post, reply_to=first))


@pytest.mark.parametrize(
    "address",
    [
        *(page for page in PAGES if "{" not in page),
        "/blog/everything/",
        "/blog/meeting/",
        "/blog/next/",
        "/blog/meetings/",
        "/topics/",
        "/search/?q=post",
        "/nowhere/",
        "/account/login/",
    ],
)
def test_no_words_of_a_page_run_together(client, everything, address):
    page = client.get(address).text

    assert len(read(page)) > 100
    assert run_together(page) == []


def test_the_lines_of_a_letter_s_address_stay_lines(client, everything):
    lines = "The Minister\nMinistry of Justice\nGwacheon\nminister@example.org"

    assert lines in read(client.get("/blog/everything/").text)


def test_a_meeting_says_day_time_and_place_in_words(client, everything):
    text = read(client.get("/blog/meeting/").text)

    assert re.search(
        r"\w+day \d+ \w+ 20\d\d\nTime\n\d\d:\d\d to \d\d:\d\d, in Seoul", text
    )
    assert "Speakers\nKim\nLee" in text


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_sentence_of_a_mail_is_broken(path):
    """Programs break long lines as wide as their window is."""
    lines = path.read_text().splitlines()
    pairs = pairwise(lines)

    assert [
        pair for pair in pairs if re.fullmatch(r".*[\w,]\n[a-z].*", "\n".join(pair))
    ] == []

"""Whatever people write, no page becomes wider than a phone, and nothing they write is
drawn over what stands beside it."""

import pytest

from base.text import clean_line
from tests.browser.judges import SCROLLS_SIDEWAYS, WIDER_THAN_THE_WINDOW, window
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    MeetingPageFactory,
    StandardPageFactory,
    TimelineEntryPageFactory,
    action,
    call_to_action,
    code,
    create_comment,
    embed,
    gallery,
    heading,
    paragraph,
    picture,
    publish,
    quotation,
    table,
)

pytestmark = pytest.mark.browser

PHONES = [320, 360]  # pixels
ADDRESS = (
    "https://ko.wikipedia.org/wiki/%EC%96%91%EC%8B%AC%EC%88%98_" + "%EC%84%9D" * 12
)
WORD = "Donaudampfschifffahrtsgesellschaft" * 3
HANGUL = "양심수석방캠페인" * 10
FLOOD = ("Z" + "\u0301\u0316\u0334\u0362\u035c\u0489" * 8) * 40
TEXTS = {"address": ADDRESS, "word": WORD, "hangul": HANGUL, "flood": FLOOD}
# Of what is clipped, that it is: what marks draw beyond a box has no size.
CLIPPED = """[...document.querySelectorAll(".comment__text, .comment__name")]
    .map((element) => getComputedStyle(element).overflowX)"""


def blocks(text):
    image = ImageFactory(credit=text[:200])
    return [
        heading(text),
        paragraph(f"<p>{text}</p><ul><li>{text}</li></ul>"),
        picture(image, text),
        gallery(image, image),
        quotation(text, author=text, source=text),
        call_to_action(text, label=text[:60], url="https://example.org"),
        action(
            text[:200], addressee=text[:300], address=text, points=[text], sample=text
        ),
        embed(title=text[:200], image=image),
        table(text, columns=[("text", text)], rows=[[text]]),
        code(text),
    ]


def fill(home_page, blog, history, text):
    """Write `text` wherever somebody can; return the addresses where it is shown."""
    short = clean_line(text)[:90]
    home_page.quotation, home_page.quotation_author = text, short
    home_page.introduction = home_page.contact = f"<p>{text}</p>"
    home_page.save()
    kinds = {"author": AuthorFactory(name=short, slug="a"), "image": ImageFactory()}
    shared = {"title": text[:200], "body": blocks(text)}
    post = {"parent": blog, "summary": text[:300], "cover": kinds["image"], **shared}
    tags = [short, f"b{short}"]
    BlogPageFactory(slug="other", tags=tags, **post)
    discussed = BlogPageFactory(
        slug="post", tags=tags, authors=[kinds["author"]], **post
    )
    MeetingPageFactory(
        slug="meeting", venue=text[:300], speakers=text, cancelled_because=short, **post
    )
    StandardPageFactory(parent=home_page, slug="page", introduction=text, **shared)
    TimelineEntryPageFactory(
        parent=history, slug="entry", title=short, body=f"<p>{text}</p>", source=short
    )
    first = create_comment(discussed, text=text, name=text[:50], suggests_topic=True)
    publish(first)
    publish(create_comment(discussed, text=f"> {text}\n\n- {text}", reply_to=first))
    return [
        "/",
        "/page/",
        "/blog/",
        "/blog/post/",
        "/blog/author/a/",
        "/blog/meeting/",
        "/blog/meetings/",
        "/history/",
        "/history/entry/",
        "/topics/",
        f"/search/?q={text[:20]}",
        f"/comments/form/{discussed.pk}/",
    ]


@pytest.mark.parametrize("kind", TEXTS)
def test_no_text_makes_a_page_wider_than_a_phone(
    page, home_page, blog, history, mail_is_queued, kind
):
    addresses = fill(home_page, blog, history, TEXTS[kind])

    wider, shown = {}, 0
    for address in addresses:
        assert page.goto(address).status == 200
        for width in PHONES:
            page.set_viewport_size(window(width))
            shown += 1
            if page.evaluate(SCROLLS_SIDEWAYS):
                wider[address, width] = page.evaluate(WIDER_THAN_THE_WINDOW)

    assert shown == len(addresses) * len(PHONES)
    assert wider == {}


def test_what_a_comment_draws_stays_within_it(
    page, home_page, blog, history, mail_is_queued
):
    fill(home_page, blog, history, FLOOD)
    page.goto("/blog/post/")

    assert set(page.evaluate(CLIPPED)) == {"clip"}

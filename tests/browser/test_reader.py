"""examples/reader/, a front end elsewhere that has nothing but the API."""

import datetime
import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from base.preview import preview_url
from comments.models import PendingComment
from tests.factories import (
    AuthorFactory,
    BlogPageFactory,
    ImageFactory,
    MeetingPageFactory,
    TimelineEntryPageFactory,
    action,
    block,
    create_comment,
    link_to,
    paragraph,
    picture,
    publish,
    quotation,
)

from .contexts import HERE, TIMEOUT

READER = Path(__file__).parents[2] / "examples" / "reader"
AFTER_MIDNIGHT = datetime.datetime(2090, 6, 1, 15, 30, tzinfo=datetime.UTC)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def reader(live_server, settings, tmp_path):
    """The address of the reader, on another port than the site."""
    folder = shutil.copytree(READER, tmp_path / "reader")
    (folder / "config.js").write_text(f'export const SITE = "{live_server.url}";\n')
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.CORS_ALLOWED_ORIGINS = [address]
    settings.HEADLESS_SITE_URL = f"{address}/#"
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser, reader):
    far = {**HERE, "timezone_id": "America/New_York"}  # where it is another day
    context = browser.new_context(base_url=reader, **far)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on(
        "console",
        lambda message: message.type == "error" and page.problems.append(message.text),
    )
    yield page
    context.close()


@pytest.fixture
def post(blog, history, live_server):
    image = ImageFactory(credit="Kim")
    post = BlogPageFactory(
        parent=blog,
        title="What one letter can do",
        authors=[AuthorFactory(name="Jun")],
        tags=["letters"],
        cover=image,
        body=[
            paragraph(f"<p>Dear friends of {link_to(history)}</p>"),
            picture(image, "In Seoul"),
            quotation("The candle burns not for us."),
        ],
    )
    TimelineEntryPageFactory(parent=history, title="Founded", body="<p>In Seoul.</p>")
    comment = create_comment(
        post, name="Mina", email="mina@example.org", text="I *agree*."
    )
    publish(comment)
    return post


def test_the_reader_reads_comments_and_follows_a_preview(
    page, post, editor, settings, sent_at_once
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Amnesty G48")
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", name="Founded")).to_be_visible()
    page.get_by_role("link", name="Blog").click()
    page.get_by_role("link", name="What one letter can do").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(post.title)
    expect(page.locator("main")).to_contain_text("Jun")
    expect(page.locator("main")).to_contain_text("In Seoul · Picture: Kim")
    expect(page.locator("main em")).to_have_text("agree")
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()
    link = page.locator("main .prose").get_by_role("link", name="History")
    assert link.get_attribute("href") == "#/history/"

    form = page.locator("form")
    form.get_by_label("Your comment").fill("So do I.")
    form.get_by_role("button", name="Send").click()
    expect(form).to_contain_text("Please choose a name.")
    form.get_by_label("Name").fill("Minji")
    form.get_by_label("E-mail").fill("minji@example.org")
    form.get_by_role("button", name="Send").click()
    expect(form).to_contain_text("We have sent you a link.")
    assert PendingComment.objects.get().text == "So do I."
    assert mail.outbox[-1].to == ["minji@example.org"]

    post.title = "A draft"
    page.goto(preview_url(post, editor))
    expect(page.get_by_role("heading", level=1)).to_have_text("A draft")
    expect(page.get_by_role("status")).to_contain_text("A draft: only who has this")
    page.goto("/#/?preview=forged")
    expect(page.locator("main")).to_contain_text("This preview is over.")

    # Chromium notes each answer that is a refusal: those to the comment and the preview.
    refusals = [text for text in page.problems if "Failed to load resource" in text]
    assert len(refusals) == 2
    assert page.problems == refusals


def test_meetings_have_their_day_and_place_as_in_seoul(page, blog):
    meeting = MeetingPageFactory(
        parent=blog,
        title="A letter evening",
        starts=AFTER_MIDNIGHT,
        map_link="https://map.example.org/1",
        speakers="Kim Minji\nLee Jun",
    )

    page.goto("/#/posts/")
    card = page.get_by_role("article")
    expect(card).to_contain_text("Meeting on Friday, 2 June 2090 at 00:30 in Seoul")
    expect(card).to_contain_text("17 May 2024")
    page.get_by_role("link", name="A letter evening").click()
    facts = page.get_by_role("region", name="When and where")
    expect(facts).to_contain_text("Friday, 2 June 2090 at 00:30 to 02:30, in Seoul")
    expect(facts).to_contain_text("Café Dongne")
    link = facts.get_by_role("link", name="Map")
    expect(link).to_have_attribute("href", "https://map.example.org/1")
    expect(facts.get_by_role("definition").filter(has_text="Lee Jun")).to_be_visible()

    meeting.venue_for_members = meeting.cancelled = True
    meeting.cancelled_because = "The speaker is ill."
    meeting.save_revision().publish()
    page.reload()
    expect(facts).to_contain_text("This meeting is cancelled. The speaker is ill.")
    expect(facts).to_contain_text("Shown to members on the site")
    expect(facts).not_to_contain_text("Café")
    page.goto("/#/posts/")
    expect(card).to_contain_text("Cancelled: Meeting on")
    assert page.problems == []


def test_letters_and_petitions_are_shown_until_they_close(page, blog):
    post = BlogPageFactory(
        parent=blog,
        body=[
            action(
                address="Ministry of Justice\nGwacheon",
                email="minister@example.org",
                sample="Dear Minister <b>",
                deadline=AFTER_MIDNIGHT,
            ),
            action(
                "Sign for her",
                kind="petition",
                link="https://sign.example.org/",
                deadline=AFTER_MIDNIGHT.replace(year=2024),
            ),
            action("Sign for him", kind="petition", link="https://sign.example.org/"),
        ],
    )

    page.goto(f"/#{post.url}")
    actions = page.locator("main section.card")
    letter, closed, petition = (actions.nth(number) for number in range(3))
    for text in (
        "Letter",
        "Until Friday, 2 June 2090 at 00:30 in Seoul",
        "The Minister",
        "Gwacheon",
        "Release him.",
        "Dear Minister <b>",
    ):
        expect(letter).to_contain_text(text)
    mail_to = letter.get_by_role("link", name="minister@example.org")
    expect(mail_to).to_have_attribute("href", "mailto:minister@example.org")
    expect(closed.get_by_role("heading", level=2)).to_have_text("Sign for her")
    expect(closed).to_contain_text("Closed on Sunday, 2 June 2024 at 00:30 in Seoul.")
    expect(closed.get_by_role("link")).to_have_count(0)
    expect(petition).not_to_contain_text("Until")
    sign = petition.get_by_role("link", name="Go and sign")
    expect(sign).to_have_attribute("href", "https://sign.example.org/")
    assert page.problems == []


def test_what_the_reader_does_not_know_it_says_kindly(page, blog, history):
    history.introduction = "<p>Since 1972.</p>"
    history.save_revision().publish()
    post = BlogPageFactory(parent=blog, title="Of nobody")
    page.route("**/api/v3/pages/find/**", with_an_unknown_block)

    page.goto(f"/#{post.url}")
    link = page.get_by_role("link", name="This part can be seen on the site")
    expect(link).to_have_attribute("href", post.full_url)
    expect(page.locator("main")).not_to_contain_text("Amnesty G48")
    page.goto("/#/posts/")
    expect(page.get_by_role("article")).not_to_contain_text("Amnesty G48")
    page.goto("/#/history/")
    expect(page.locator("main")).to_contain_text("Since 1972.")
    for unknown in ("/#/nowhere/", "/#/%E0%A4%A"):
        page.goto(unknown)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is here")
        expect(page.locator("main")).to_contain_text("there is no page at this address")


def with_an_unknown_block(route):
    response = route.fetch()
    answer = response.json()
    if response.ok:
        answer["body"] = [block("hologram", {})]
    route.fulfill(response=response, json=answer)


def test_the_reader_fits_a_small_telephone(page, post, blog):
    meeting = MeetingPageFactory(parent=blog, body=[action(email=f"{'m' * 60}@a.kr")])
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/", f"/#{post.url}", f"/#{meeting.url}", "/#/history/"):
        page.goto(address)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, address

    assert page.problems == []


def test_the_preview_in_the_cms_is_the_reader(new_page, reader, post, editor, settings):
    policy = settings.CMS_CONTENT_SECURITY_POLICY
    settings.CMS_CONTENT_SECURITY_POLICY = {**policy, "frame-src": [reader]}
    page = new_page(user=editor)
    page.goto(reverse("wagtailadmin_pages:edit", args=[post.pk]))
    page.get_by_role("textbox", name="Title").fill("A draft of the editor")
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.frame_locator("#w-preview-iframe")

    expect(shown.get_by_role("status")).to_contain_text("A draft: only who has this")
    expect(shown.get_by_role("heading", level=1)).to_have_text("A draft of the editor")

    page.goto(post.url)  # what "View live" opens
    page.wait_for_url(f"{reader}/#{post.url}")


def test_the_reference_is_shown_under_the_policy_of_the_site(new_page, problems):
    page = new_page()
    page.goto("/api/v3/docs/")
    expect(page.get_by_text("Write a comment")).to_be_visible()
    page.get_by_text("Write a comment").click()
    expect(page.get_by_text("Members' comments are made at once")).to_be_visible()

    assert problems == []

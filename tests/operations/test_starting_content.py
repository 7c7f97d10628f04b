"""The first pages of a new site."""

import re
from html import unescape
from io import StringIO

import PIL.Image
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.html import strip_tags
from post_office.models import Email
from wagtail.models import Page, ReferenceIndex, Revision, Site

from base.models import Image
from blog.models import Author, BlogPage
from history.models import HistoryPage, TimelineEntryPage
from home.models import HomePage, SiteSettings
from operations.management.commands import load_starting_content
from operations.management.commands.load_starting_content import StartingContent
from tests.factories import BlogPageFactory, queries_of
from tests.operations.starting_content import ABOUT, CAMPAIGNS, HISTORY, HOME, TIMELINE

PAGES = [
    "/",
    "/about/",
    "/history/",
    "/blog/",
    "/blog/welcome/",
    "/blog/how-to-comment/",
    "/blog/what-we-campaign-for/",
]


@pytest.fixture(scope="module", autouse=True)
def small_pictures(tmp_path_factory):
    """The same pictures as thumbnails, of which all sizes and formats are made soon."""
    folder = tmp_path_factory.mktemp("pictures")
    for path in load_starting_content.PICTURES.glob("*.webp"):
        with PIL.Image.open(path) as picture:
            picture.resize((16, 9)).save(folder / path.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load_starting_content, "PICTURES", folder)
        yield


def load():
    """Run the command; return what it says."""
    said = StringIO()
    call_command("load_starting_content", stdout=said)
    return said.getvalue()


@pytest.fixture
def read(client):
    """`read(address)` is the words of the page there."""

    def read(address):
        html = get(client, address).text.partition("<main")[2].partition("</main>")[0]
        html = re.sub(r"</(p|li|h\d|figcaption|time)>", " ", html)
        return " ".join(unescape(strip_tags("<main" + html)).split())

    return read


def get(client, address):
    host = settings.SITE_URL.partition("://")[2]
    return client.get(address, headers={"host": host})


def contents():
    """All that a second run or an editor could have changed."""
    return {
        "pages": list(Page.objects.order_by("pk").values()),
        "revisions": Revision.objects.count(),
        "pictures": list(Image.objects.values()),
        "authors": list(Author.objects.values()),
        "sites": list(Site.objects.values()),
        "settings": list(SiteSettings.objects.values()),
    }


# --- When it is loaded


def test_a_home_page_of_somebody_s_own_is_left_alone(home_page):
    before = contents()
    load()

    assert contents() == before
    assert not HistoryPage.objects.exists()


@pytest.mark.parametrize("step", ["picture", "stream"])
def test_when_it_fails_half_way_nothing_is_there(db, monkeypatch, step):
    before = contents()

    def fail(*args):
        raise RuntimeError("half-way")

    monkeypatch.setattr(StartingContent, step, fail)
    with pytest.raises(RuntimeError):
        load()

    assert contents() == before


# --- What it says


@pytest.fixture(scope="class")
def starting_pages(django_db_setup, django_db_blocker):
    """Loaded once for all tests of a class: what one of them changes ends with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("starting_pages", "db")
class TestStartingPages:
    def test_a_second_run_changes_nothing(self):
        before = contents()

        assert load() == "The site has pages already: nothing was changed.\n"
        assert contents() == before

    def test_what_an_editor_changed_stays(self):
        about = Page.objects.get(slug="about").specific
        about.title = "Who we are"
        about.save_revision().publish()
        BlogPage.objects.get(slug="welcome").delete()
        BlogPageFactory(parent=Page.objects.get(slug="blog").specific, slug="own")
        SiteSettings.objects.update(contact_email="new@example.org")
        before = contents()
        load()

        assert contents() == before

    def test_no_fact_of_the_first_web_site_is_lost(self, read):
        for address, facts in {
            "/": HOME,
            "/about/": ABOUT,
            "/history/": HISTORY,
            "/blog/what-we-campaign-for/": CAMPAIGNS,
        }.items():
            words = read(address).lower()
            assert [fact for fact in facts if fact.lower() not in words] == []

    def test_no_date_of_the_timeline_is_lost(self, read):
        entries = [
            (entry.date_text, read(entry.url))
            for entry in TimelineEntryPage.objects.live().in_order()
        ]

        assert [date for date, words in entries] == [date for date, fact in TIMELINE]
        for (_, words), (_, fact) in zip(entries, TIMELINE, strict=True):
            assert fact.lower() in words.lower()

    def test_the_timeline_tells_the_years_when_the_work_stopped(self):
        closures = TimelineEntryPage.objects.filter(is_closure=True)

        assert [entry.year for entry in closures] == [1985]

    def test_every_page_is_there_published_and_described(self, client):
        for address in PAGES:
            assert get(client, address).status_code == 200
        pages = HomePage.objects.get().get_descendants(inclusive=True).specific()
        assert len(pages) > len(PAGES)
        for page in pages:
            assert page.live
            assert page.first_published_at
            assert 0 < len(page.description) <= 200

    def test_every_link_leads_somewhere(self, client):
        links = {
            link
            for address in PAGES
            for link in re.findall(
                r'<a [^>]*href="(/[^"#]*)', get(client, address).text
            )
        }

        statuses = {link: get(client, link).status_code for link in links}

        assert len(links) > 40
        assert set(statuses.values()) <= {200, 302}  # comments redirect to their page

    def test_links_follow_a_page_that_moves(self, client):
        about = Page.objects.get(slug="what-we-campaign-for").specific
        about.slug = "campaigns"
        about.save_revision().publish()

        assert (
            '<a href="/blog/campaigns/">what we campaign for</a>'
            in get(client, "/").text
        )

    def test_the_use_of_every_page_is_known(self):
        welcome = BlogPage.objects.get(slug="welcome")

        assert ReferenceIndex.get_grouped_references_to(welcome)

    def test_every_picture_has_words_and_a_credit(self):
        assert Image.objects.count() == 3
        assert all(image.description and image.credit for image in Image.objects.all())

    def test_the_texts_can_be_saved_as_they_are(self):
        for page in Page.objects.filter(depth__gte=2).specific():
            page.full_clean()
            if hasattr(page, "body") and hasattr(page.body, "stream_block"):
                page.body.stream_block.clean(page.body)

    def test_the_site_has_one_address(self):
        site = Site.objects.get()

        assert site.root_url == settings.SITE_URL
        assert site.is_default_site

    @pytest.mark.parametrize(
        ("address", "most"), [("/", 20), ("/blog/welcome/", 15), ("/history/", 12)]
    )
    def test_no_page_costs_more_than_it_may(self, client, address, most):
        Site.objects.update(hostname="testserver", port=80)

        assert queries_of(client, address) <= most


def test_a_new_site_mails_nobody(db, mail_is_queued):
    call_command("load_starting_content", stdout=StringIO())

    assert not Email.objects.exists()

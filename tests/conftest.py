"""A site with its three main pages, and the people who may sign in to the CMS."""

import shutil
import time
from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.urls import reverse
from wagtail.coreutils import get_dummy_request
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import querydict_from_html

from base import health
from base.wagtail_speedups import RootPathsInMemoryMixin
from blog.models import BlogIndexPage
from history.models import HistoryPage
from home.models import HomePage
from members.models import MemberToken, User
from tests.databases import finish_requests, migrated_sqlite, snapshot
from tests.factories import AuthorFactory, BlogPageFactory
from tests.processes import common_folder

pytest_plugins = [
    "tests.base.mail_server",
    "tests.commenting",
    "tests.home.full_site",
    "tests.services",
]

# Fixtures of tests that start programs.
SERVERS = {"new_site", "migrated", "postgres", "start_worker", "check"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """File by file: first those that start programs, as they take long and the others
    can run beside them, last those with a browser, as Playwright's event loop stays."""
    starting = {item.path for item in items if SERVERS.intersection(item.fixturenames)}
    browsing = {item.path for item in items if item.get_closest_marker("browser")}
    sizes = Counter(item.path for item in items)

    def order(item):
        path = item.path
        return path in browsing, path not in starting, -sizes[path], path

    items.sort(key=order)


@pytest.fixture(scope="session")
def migrated(request, tmp_path_factory):
    """The path of an SQLite database with all tables, to be copied."""
    if cache := getattr(request.config, "cache", None):
        return migrated_sqlite(cache.mkdir("migrated"))
    return migrated_sqlite(common_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings):
    """Whether the database of the tests is there already: on SQLite, as a copy."""
    if connection.vendor != "sqlite":
        return False
    name = connection.settings_dict["TEST"]["NAME"]
    shutil.copy(request.getfixturevalue("migrated"), name)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit are followed by the database as migrations leave it, not by
    Django's flush: that takes the root page and the groups, too, and lasts longer."""
    with django_db_blocker.unblock():
        restore = snapshot()

    def tear_down(case):
        finish_requests()
        restore()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", tear_down)
        yield


@pytest.fixture(autouse=True)
def empty_memory(monkeypatch):
    """Nothing that a process keeps in memory comes from the test before. (The other
    cache is in the database, and what a test writes there is rolled back.)"""
    caches["renditions"].clear()
    monkeypatch.setattr(health, "started", time.time())  # no worker is missed yet
    RootPathsInMemoryMixin.root_paths.clear()
    monkeypatch.setattr(
        RootPathsInMemoryMixin, "ROOT_PATHS_AGE", 600
    )  # no test is that slow


@pytest.fixture
def home_page(db):
    """The home page of the one site, in place of the page that Wagtail begins with."""
    Page.objects.filter(depth=2).delete()
    home = HomePage(title="Amnesty G48", slug="home", introduction="<p>Who we are.</p>")
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


@pytest.fixture
def blog(home_page):
    return home_page.add_child(instance=BlogIndexPage(title="Blog", slug="blog"))


@pytest.fixture
def post(blog):
    return BlogPageFactory(parent=blog, title="Letters for the imprisoned")


@pytest.fixture
def other_post(blog):
    return BlogPageFactory(parent=blog, title="Another subject")


@pytest.fixture
def history(home_page):
    return home_page.add_child(instance=HistoryPage(title="History", slug="history"))


def member_of(group, email):
    user = User.objects.create_user(email, "correct horse")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def author(db):
    """Somebody who may write, but not publish."""
    return member_of("Authors", "author@example.org")


@pytest.fixture
def editor(db):
    """Somebody who may publish, but not administer."""
    return member_of("Editors", "editor@example.org")


@pytest.fixture
def moderator(db):
    """Somebody who may moderate comments, and nothing else."""
    return member_of("Moderators", "moderator@example.org")


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("administrator@example.org", "correct horse")


@pytest.fixture
def member(db):
    """Somebody who has proven an e-mail address, and may not enter the CMS."""
    return User.objects.remember("member@example.org", "미나")


@pytest.fixture
def bearer(member):
    """The header by which a program asks as `member`."""
    token = MemberToken(user=member, name="My reader")
    secret = token.set_secret()
    token.save()
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def sign_in(client):
    """`sign_in(user)` makes `client` the browser of that user, and returns it."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def form_at(client):
    """`form_at(address)` is what a browser would send of the form there."""

    def form_at(address, **which):
        soup = WagtailPageTestCase.get_soup(client.get(address).content)
        for box in soup.select("input[type=checkbox]:not([value])"):
            box["value"] = "on"  # as browsers have it, but not the helper below
        return querydict_from_html(str(soup), **which)

    return form_at


@pytest.fixture
def form_of(form_at):
    """`form_of(page)` is what the editor of that page would send, its body empty."""

    def form_of(page):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = form_at(address, form_id="page-edit-form")
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                form[f"{field.name}-count"] = "0"  # which only a script would add
        return form

    return form_of


@pytest.fixture
def mail_is_queued(settings, tmp_path):
    """Mails are stored, as on a real site, and not put into Django's outbox."""
    settings.EMAIL_BACKEND = "base.mail.Queue"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture
def wagtail(client, db):
    """Wagtail's own assertions about pages, like `wagtail.assertPageIsEditable(page)`."""
    case = WagtailPageTestCase()
    case.client = client
    case.dummy_request = get_dummy_request()
    return case


# --- The API


@pytest.fixture
def titles(client):
    """`titles("posts/?tag=candle")`: the titles of what is in that list."""

    def titles(address):
        answer = client.get(f"/api/v3/{address}")
        assert answer.status_code == 200, answer.text
        return [item["title"] for item in answer.json()["items"]]

    return titles


@pytest.fixture
def posts(blog):
    """Two posts that differ in whatever a list chooses and sorts by."""
    letters = BlogPageFactory(
        parent=blog, title="Letters", date="2020-01-01", tags=["letters", "seoul"]
    )
    jun = AuthorFactory(name="Jun", slug="jun")
    candles = BlogPageFactory(
        parent=blog,
        title="Candles",
        date="2024-01-01",
        tags=["letters"],
        authors=[jun],
        comments_open=False,
    )
    return [letters, candles]

"""A site with its three main pages, and the people who may sign in to the CMS."""

import shutil
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

from base.wagtail_speedups import RootPathsInMemoryMixin
from blog.models import BlogIndexPage
from comments.models import CommentSettings
from comments.submission import forms
from history.models import HistoryPage
from home.models import HomePage
from members.models import MemberToken, User
from tests.databases import finish_requests, migrated_sqlite, snapshot
from tests.factories import BlogPageFactory, create_comment
from tests.processes import common_folder

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


# --- Comments


@pytest.fixture
def post(blog):
    return BlogPageFactory(parent=blog, title="Letters for the imprisoned")


@pytest.fixture
def other_post(blog):
    return BlogPageFactory(parent=blog, title="Another subject")


@pytest.fixture
def hold(home_page):
    """`hold("none")` decides which comments wait for a moderator."""

    def hold(which):
        settings = CommentSettings.for_site(home_page.get_site())
        settings.hold = which
        settings.save()

    return hold


@pytest.fixture
def say(post, hold):
    """`say("Hello.")` makes a comment on `post`, published at once."""
    hold("none")

    def say(text="I agree.", page=post, name="Minji", **fields):
        fields = {"email": "minji@example.org", **fields}
        return create_comment(page, name=name, text=text, **fields)

    return say


@pytest.fixture
def wait(post, hold):
    """`wait("Hello.")` makes a comment on `post` that waits for a moderator."""

    def wait(text="I agree.", page=post, name="Jun", email="jun@example.org", **fields):
        hold("all")
        comment = create_comment(page, name=name, email=email, text=text, **fields)
        hold("none")
        return comment

    return wait


@pytest.fixture
def rule(home_page):
    """`rule(close_after=7)` sets rules for comments."""

    def rule(**rules):
        settings = CommentSettings.for_site(home_page.get_site())
        for name, value in rules.items():
            setattr(settings, name, value)
        settings.full_clean()
        settings.save()

    return rule


@pytest.fixture
def sent_at_once(monkeypatch):
    """A form may come back as soon as it was shown."""
    monkeypatch.setattr(forms, "MIN_AGE", -1)


@pytest.fixture
def filled_in(post, sent_at_once):
    """`filled_in(name="Jun")` is what a browser sends with the form for `post`."""

    def filled_in(page=post, **fields):
        return {
            "page": page.pk,
            "form": forms.form_token(page),
            "text": "I would like to write to her.",
            "name": "Minji",
            "email": "minji@example.org",
            **fields,
        }

    return filled_in


@pytest.fixture
def send(client, filled_in):
    """`send(name="Jun")` posts the form."""

    def send(**fields):
        return client.post(reverse("comments:post"), filled_in(**fields))

    return send

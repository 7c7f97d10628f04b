"""A real browser for these tests, and a list of all that it complains of.

A test takes `page`, or `cms_page` for the CMS, does something with it and says
`assert problems == []`. Who needs another kind of reader makes one:

    phone = new_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
    without_javascript = new_page(java_script_enabled=False)

To wait, use `expect`: the site's Content-Security-Policy forbids `wait_for_function`.
"""

from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import expect, sync_playwright

from base.models import Image
from blog.models import BlogPage
from tests.processes import program

from .cms import jpeg
from .contexts import ARGUMENTS, HERE, TIMEOUT, sign_in, watch


@pytest.fixture(scope="session")
def browser():
    binary = program("chromium")
    database = connections[DEFAULT_DB_ALIAS]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop makes Django take the tests for asynchronous code, which
        # it keeps from the database and gives another connection than it had so far.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections[DEFAULT_DB_ALIAS] = database
        expect.set_options(timeout=TIMEOUT)
        yield playwright.chromium.launch(executable_path=binary, args=ARGUMENTS)


@pytest.fixture
def problems():
    """What went wrong in the browser so far, a line each: violations of the
    Content-Security-Policy, errors, requests to other hosts."""
    return []


@pytest.fixture
def new_page(browser, live_server, problems):
    """Makes a page of a browser of its own; it takes Playwright's options for a context."""
    contexts = []

    def new_page(user=None, **options):
        context = browser.new_context(base_url=live_server.url, **HERE | options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        has_scripts = options.get("java_script_enabled", True)
        watch(context, live_server.url, problems, has_scripts)
        if user:
            sign_in(context, live_server.url, user)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A page as an anonymous visitor sees it."""
    return new_page()


@pytest.fixture
def cms_page(new_page, administrator):
    """A page as the administrator sees it, who may do everything."""
    return new_page(user=administrator)


@pytest.fixture
def vigil(blog):
    """A post that is not published yet."""
    return blog.add_child(
        instance=BlogPage(title="Candlelight vigil", summary="At seven.", live=False)
    )


@pytest.fixture
def pictures(db):
    return [
        Image.objects.create(
            title=title,
            description=f"A {title.lower()}",
            file=ImageFile(BytesIO(jpeg(colour)), name=f"{title}.jpg"),
        )
        for title, colour in [("Candle", "orange"), ("Street", "grey")]
    ]


@pytest.fixture
def no_autosave(settings):
    """For tests in which the page is not valid until they have written all of it."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0

"""A real browser for these tests, and a list of all that it complains of.

A test takes `page`, or `signed_in_page` for the CMS, does something with it and says
`assert problems == []`. Who needs another kind of reader makes one:

    phone = new_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
    without_javascript = new_page(java_script_enabled=False)

To wait, use `expect`: the site's Content-Security-Policy forbids `wait_for_function`.
"""

import re
import threading

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.processes import program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = {"locale": "en-GB", "timezone_id": "Asia/Seoul"}
TIMEOUT = 15_000  # milliseconds that anything may take
VERSION = re.compile(r"\?v=\w+")  # of Wagtail's static files
# Violations are noted in the console, which the page does not take with it when it goes.
VIOLATION = "violation of "
REPORT_VIOLATIONS = f"""
    addEventListener("securitypolicyviolation", (event) => {{
        const {{ effectiveDirective, sourceFile, blockedURI, target }} = event;
        const what = `${{blockedURI}} ${{target.outerHTML ?? ""}}`.slice(0, 200);
        console.error(`{VIOLATION}${{effectiveDirective}} by ${{sourceFile}}: ${{what}}`);
    }});
"""
# The same in the browser's own words, all there is without scripts.
VIOLATION_IN_WORDS = "violates the following Content Security Policy directive"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests come last, for they leave an empty database behind."""
    items.sort(key=lambda item: "browser" in item.fixturenames)


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
def new_page(browser, live_server, problems, django_db_serialized_rollback):
    """Makes a page of a browser of its own; it takes Playwright's options for a context."""
    contexts = []
    for name in settings.CACHES:
        caches[name].clear()

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
    finish_requests()


@pytest.fixture
def page(new_page):
    """A page as an anonymous visitor sees it."""
    return new_page()


@pytest.fixture
def signed_in_page(new_page, editor):
    """A page as the `editor` sees it."""
    return new_page(user=editor)


def finish_requests():
    """Wait for what the server still does, lest it meets the next test's database."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(TIMEOUT / 1000)


def sign_in(context, url, user):
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}]
    )


def watch(context, url, problems, has_scripts=True):
    """Append to `problems` a line for whatever goes wrong in the pages of `context`."""

    def note(problem):
        problems.append(VERSION.sub("", problem.replace(url, "")))

    def note_console(message):
        if message.text.startswith(VIOLATION):
            note(message.text)
        elif has_scripts and VIOLATION_IN_WORDS in message.text:
            pass  # noted already
        elif message.type == "error":
            note(f"console at {message.location['url']}: {message.text}")

    def note_request(request):
        if not request.url.startswith((f"{url}/", "blob:", "data:")):
            note(f"request to another host: {request.url}")

    context.add_init_script(REPORT_VIOLATIONS)
    context.on("console", note_console)
    context.on("weberror", lambda error: note(f"error: {error.error.stack}"))
    context.on("request", note_request)

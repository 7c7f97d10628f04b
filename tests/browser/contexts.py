"""Playwright's contexts: what is the same in all, and what goes wrong in one."""

import re

from django.conf import settings
from django.test import Client

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

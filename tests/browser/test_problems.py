"""What the other tests rely on: that nothing which goes wrong is overlooked."""

import pytest

pytestmark = pytest.mark.browser


def settle(page):
    """Give the browser time to complain."""
    page.evaluate("new Promise((done) => setTimeout(done, 100))")


def test_an_inline_script_is_noticed(page, home_page, problems):
    page.goto("/")
    page.evaluate("document.body.append(document.createElement('script'))")
    page.evaluate("document.body.lastElementChild.text = 'alert()'")
    settle(page)

    assert problems == [
        "violation of script-src-elem by : inline <script>alert()</script>"
    ]


def test_an_inline_style_is_noticed_without_scripts(new_page, home_page, problems):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.set_content("<style>body { color: red; }</style>")

    assert len(problems) == 1


def test_an_error_is_noticed(page, home_page, problems):
    page.goto("/")
    page.evaluate("setTimeout(() => { throw new Error('Oh') })")
    settle(page)

    assert len(problems) == 1
    assert problems[0].startswith("error: Error: Oh")


def test_a_page_that_is_not_there_is_noticed(page, home_page, problems):
    page.goto("/nowhere/")

    assert len(problems) == 1


def test_a_request_to_another_host_is_noticed(page, home_page, live_server, problems):
    elsewhere = live_server.url.replace("localhost", "127.0.0.1")
    page.goto(f"{elsewhere}/healthz")

    assert problems == [f"request to another host: {elsewhere}/healthz"]

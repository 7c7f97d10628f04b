"""Whatever method, host or header is sent gets a proper answer, never an error of ours."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_changes_something_is_refused(client, post, history, method):
    addresses = [
        "/",
        "/blog/",
        "/blog/2024/",
        "/blog/feed/",
        post.url,
        "/history/",
        "/nowhere/",
        "/search/?q=candle",
        "/robots.txt",
        "/healthz",
        "/.well-known/security.txt",
        "/media/images/nothing.jpg",
        "/static/nothing.css",
        "/documents/1/nothing.pdf",
        "/api/v3/pages/",
        "/api/v3/pages/1/",
    ]
    found = {
        address: client.generic(method, address).status_code for address in addresses
    }

    assert [address for address, status in found.items() if status // 100 != 4] == []


def test_head_answers_without_the_page(client, post):
    for address in ["/", "/blog/", post.url, "/blog/feed/", "/search/"]:
        response = client.head(address)

        assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        "testserver:x",
        "testserver@evil.example",
        "testserver evil.example",
        "testserver\x00",
        "[::1",
        "한글",
        "x" * 10_000,
    ],
)
def test_a_host_that_is_not_ours_is_refused(client, blog, host):
    for address in ["/", "/blog/feed/", "/api/v3/pages/", "/cms/", "/healthz"]:
        assert client.get(address, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["testserver:99999", f"testserver:{'9' * 50}"])
def test_a_port_that_is_not_ours_changes_nothing(client, post, host):
    response = client.get("/blog/", headers={"host": host})

    assert response.status_code == 200
    assert host not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=\x00"},
        {"cookie": 'sessionid="; csrftoken=ü'},
        {"if-modified-since": "yesterday"},
        {"accept-language": "x" * 10_000},
        {"authorization": "Bearer \xff"},
        {"x-forwarded-for": "not an address"},
        {"x-forwarded-host": "evil.example"},
        {"content-length": "x"},
        {"range": "bytes=9-1"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_odd_headers_change_nothing(client, post, headers):
    for address in [post.url, "/api/v3/pages/"]:
        assert client.get(address, headers=headers).text == client.get(address).text


@pytest.mark.parametrize("page", ["400.html", "403.html", "404.html", "500.html"])
def test_pages_for_errors_need_nothing(db, page):
    assert "<h1>" in render_to_string(page)

"""Whatever is sent to whichever address, no answer is an error of ours.

`FUZZ=10000 pytest tests/g48cms/test_fuzz.py` sends more than the suite has time for.
"""

import os
import random
from collections import Counter

import pytest
from django.urls import get_resolver, reverse

from comments.submission import forms
from tests.factories import UserFactory

ROUNDS = int(os.environ.get("FUZZ", "200"))
SEED = 48

ODD = [
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "2",
        "999",
        "1.5",
        "1e9",
        "NaN",
        "inf",
        "٣",
        "³",
        "true",
    ),
    *("9" * 18, "9" * 19, "9" * 20, "9" * 4301, "-" + "9" * 30, "2147483648"),
    *(
        "\x00",
        "a\x00b",
        "\ud800",
        "\u202e",
        "\u200b",
        "\ufeff",
        "한글",
        "한글",
        "🙂" * 50,
    ),
    *("'", '"', "\\", "%", "%s", "%00", "{{ 7*7 }}", "<script>", "../../etc/passwd"),
    *(
        "http://[",
        "http://[::1",
        "//evil.example",
        "javascript:alert(1)",
        "http://",
        "/",
    ),
    *(
        "[",
        "[]",
        "{}",
        '{"a": 1}',
        "null",
        "a,b,c",
        ",",
        "&",
        "=",
        "*",
        "(",
        "a" * 5000,
    ),
    *(
        "nobody@example.org",
        "@",
        "a@b@c",
        "2026-13-45",
        "2026-01-01",
        "2026-W01",
        "\r\n",
    ),
]
NAMES = [
    *("page", "comments", "q", "search", "next", "reply_to", "code", "state", "order"),
    *(
        "limit",
        "offset",
        "fields",
        "tag",
        "year",
        "author",
        "preview",
        "parent",
        "type",
    ),
    *("text", "name", "email", "website", "form", "subject", "login", "password", "id"),
    *("wants_replies", "suggests_topic", "remember", "reason", "action", "withdraw"),
    *(
        "csrfmiddlewaretoken",
        "uuid",
        "locale",
        "slug",
        "path",
        "html_path",
        "descendant_of",
    ),
]
CONTENT_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=iso-8859-1",
    "application/x-www-form-urlencoded; charset=euc-kr",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; charset=base64",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=한글",
    "multipart/form-data; boundary=x; charset=utf-7",
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "",
]


@pytest.fixture
def dice():
    return random.Random(SEED)  # noqa: S311 - the same each time


@pytest.fixture
def browser(client, monkeypatch):
    """A browser whose limits are never spent."""
    client.raise_request_exception = False
    monkeypatch.setattr("base.rate_limits.RateLimit.hit_limit", lambda *args: False)
    monkeypatch.setattr(forms, "MIN_AGE", -1)
    return client


@pytest.fixture
def addresses(say, post, history):
    """An address of everything that visitors reach, with something there."""
    comment = say()
    paths = [
        *(
            "/",
            post.url,
            "/history/",
            "/blog/",
            "/blog/feed/",
            "/blog/2024/",
            "/search/",
        ),
        *(
            "/topics/",
            "/meetings.ics",
            f"{post.url}meeting.ics",
            "/sitemap.xml",
            "/robots.txt",
        ),
        *("/healthz", "/comments/feed/", "/media/images/x.jpg", "/documents/1/x.pdf"),
        *(
            "/cms/",
            "/cms/login/",
            "/_util/login/",
            "/cms/pages/",
            "/nowhere/",
            "/account/",
        ),
        *(f"/comments/{comment.pk}/", f"/comments/form/{post.pk}/"),
    ]
    return [*paths, *routes(comment.pk, post.pk)]


def routes(*numbers):
    """All addresses of the site's own, with numbers and words in their places."""
    found = []
    for prefix in (
        "account/",
        "comments/",
        "meetings/",
        "api/v3/",
        "actions/",
        "topics/",
    ):
        for pattern in patterns(get_resolver().url_patterns):
            if pattern.startswith(prefix) or "topics" in pattern:
                found += [fill(pattern, number) for number in numbers]
    return sorted(set(found))


def patterns(resolver, prefix=""):
    for entry in resolver:
        text = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry.url_patterns, text)
        else:
            yield text


def fill(pattern, number):
    parts = []
    for part in pattern.strip("^$").split("<"):
        converter, closed, rest = part.partition(">")
        parts.append(f"{number}{rest}" if closed else converter)
    return "/" + "".join(parts).replace("\\", "").lstrip("/")


def failures(answers):
    return {what: status for what, status in answers.items() if status >= 500}


def odd_query(dice):
    return [(dice.choice(NAMES), dice.choice(ODD)) for _ in range(dice.randint(1, 3))]


def odd_body(dice, page):
    """The fields of a form or, now and then, no form at all."""
    if dice.random() < 0.2:
        return bytes(dice.randrange(256) for _ in range(dice.randint(0, 300)))
    fields = {"page": page.pk, "form": forms.form_token(page), "text": "Hello."}
    fields |= {"name": "Mina", "email": "mina@example.org"}
    fields |= dict(odd_query(dice))
    pairs = [f"{name}={value}" for name, value in fields.items()]
    return "&".join(pairs).encode("utf-8", "surrogatepass")


def test_no_odd_parameter_is_an_error_of_ours(browser, addresses, dice):
    answers = {}
    for number in range(ROUNDS):
        address = addresses[number % len(addresses)]
        query = odd_query(dice)
        query = [(n, v.encode("utf-8", "surrogatepass")) for n, v in query]
        answers[address, str(query)[:300]] = browser.get(address, query).status_code

    assert len(set(answers.values())) > 2
    assert failures(answers) == {}


def test_no_odd_form_is_an_error_of_ours(browser, addresses, post, dice):
    browser.force_login(UserFactory())
    places = [reverse("comments:post"), "/api/v3/comments/", *addresses]
    answers = Counter()
    failed = {}
    for number in range(ROUNDS):
        # Every other one goes where comments are sent.
        address = places[number % 2] if number % 4 < 2 else dice.choice(places)
        kind, body = dice.choice(CONTENT_TYPES), odd_body(dice, post)
        status = browser.generic("POST", address, body, kind).status_code
        answers[status] += 1
        if status >= 500:
            failed[address, kind, body[:300]] = status

    assert len(answers) > 3
    assert failed == {}


@pytest.mark.parametrize("kind", CONTENT_TYPES)
@pytest.mark.parametrize(
    "address", ["/comments/post/", "/account/login/", "/account/logout/", "/cms/", "/"]
)
def test_a_form_in_another_charset_is_refused(browser, post, address, kind):
    body = "text=안녕&login=a@example.org".encode("euc-kr")

    assert browser.generic("POST", address, body, kind).status_code < 500


@pytest.mark.parametrize("digits", [18, 19, 4301])
@pytest.mark.parametrize(
    "address",
    ["/documents/{}/x.pdf", "/comments/{}/", "/blog/{}/", "/api/v3/posts/{}/"],
)
def test_a_long_number_in_an_address_leads_nowhere(browser, post, address, digits):
    assert browser.get(address.format("9" * digits)).status_code == 404


def test_a_form_where_json_is_expected_is_refused(browser, post):
    kind = "multipart/form-data; boundary=x"

    answer = browser.generic("POST", "/api/v3/comments/", b"text=Hello", kind)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"

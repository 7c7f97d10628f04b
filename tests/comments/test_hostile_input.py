"""Whatever is written into a comment, a browser runs nothing of it."""

import feedparser
import html5lib
import pytest
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from comments.models import Comment
from comments.submission.forms import GuestCommentForm
from tests.factories import BlogPageFactory

# One of each kind that lists of such payloads are made of.
PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="java\tscript:alert(1)">x</a>',
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "{{ 7|add:7 }}{% load x %}",
    "${alert(1)}",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\u2028javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    '[x](https://example.org "onmouseover=alert(1)")',
    "[x](https://example.org\"onmouseover=alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<https://example.org/\"onmouseover=\"alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "**<script>alert(1)</script>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u202e<script>alert(1)</script>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//%0D%0A",
]  # fmt: skip
LOADING = {
    "base",
    "embed",
    "iframe",
    "img",
    "link",
    "meta",
    "object",
    "script",
    "source",
}
SCHEMES = ("http:", "https:", "mailto:", "/", "#", "?")


def what_could_run(markup):
    """Every element and attribute in `markup` by which a comment could act."""
    document = html5lib.parse(markup, namespaceHTMLElements=False)
    found = []
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        found += [
            f"{element.tag} {name}" for name in element.attrib if is_handler(name)
        ]
        for name in ("href", "src", "action", "formaction", "data", "srcdoc"):
            value = element.get(name, "/")
            if name == "srcdoc" and "srcdoc" in element.attrib:
                found.append(f"{element.tag} srcdoc")
            elif not value.lower().startswith(SCHEMES):
                found.append(f"{element.tag} {name}={value}")
        if element.tag in LOADING and "evil.example" in str(element.attrib):
            found.append(f"{element.tag} loads from evil.example")
        if element.tag == "script" and not is_ours(element):
            found.append(f"script {element.text}")
    return found


def is_handler(name):
    return str(name).lower().startswith("on") or str(name).lower() == "style"


def is_ours(script):
    is_file = (script.get("src") or "").startswith("/static/")
    return is_file or script.get("type") == "application/ld+json"


def test_the_judge_finds_what_could_run():
    harmful = [PAYLOADS[place] for place in (0, 1, 4, 15)]

    found = [payload for payload in harmful if what_could_run(f"<p>{payload}</p>")]

    assert found == harmful


@pytest.fixture
def page_of_payloads(blog, say):
    """A post with a comment for each payload, in its text and in its name."""
    post = BlogPageFactory(parent=blog, title="Payloads")
    for number, payload in enumerate(PAYLOADS):
        printable = payload.replace("\x01", "")
        say(payload, page=post, email=f"a{number}@example.org")
        say(
            f"{number} {printable}",
            page=post,
            name=" ".join(printable.split())[:50],
            email=f"b{number}@example.org",
        )
    return post


def test_no_payload_runs_on_the_page(page_of_payloads):
    url = page_of_payloads.url
    answers = [Client().get(f"{url}?comments={number}") for number in (1, 2, 3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert [what_could_run(answer.content) for answer in answers] == [[]] * 3


def test_no_payload_runs_in_the_feed(page_of_payloads):
    feed = Client().get(reverse("comments:feed"))

    parsed = feedparser.parse(feed.content, sanitize_html=False)
    assert not parsed.bozo
    for entry in parsed.entries:
        assert what_could_run(entry.summary) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_runs_in_the_form_that_gives_it_back(post, payload):
    response = Client().post(
        reverse("comments:post"),
        {"page": post.pk, "text": payload, "name": payload, "website": payload},
    )

    assert response.status_code == 422
    assert what_could_run(response.content) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_runs_in_the_search(db, home_page, payload):
    response = Client().get("/search/", {"q": payload})

    assert response.status_code in {200, 400}
    assert what_could_run(response.content) == []


@pytest.mark.parametrize(
    "website",
    ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil"],
)
def test_a_website_is_an_address_of_the_web(post, website):
    form = GuestCommentForm({"website": website}, page=post)

    assert "website" in form.errors or form.cleaned_data["website"].startswith(
        "https://"
    )


@pytest.mark.parametrize(
    "email",
    [
        '"a,victim@example.net,b"@example.org',
        '"\x01"@example.org',
        '"a b"@example.org',
        "a@example.org,b@example.org",
    ],
)
def test_an_address_is_one_mailbox(send, mail_is_queued, email):
    response = send(email=email)

    assert response.status_code == 422
    assert "I would like to write to her." in response.content.decode()
    assert not Email.objects.exists()


def test_the_feed_outlives_what_it_cannot_hold(client, say):
    comment = say()
    Comment.objects.filter(pk=comment.pk).update(user_name="Ctl\x01Name")

    response = client.get("/comments/feed/")

    assert response.status_code == 200
    assert "CtlName" in response.content.decode()


def test_a_number_of_thousands_of_digits_is_no_comment(client, post):
    address = f"/comments/form/{post.pk}/?reply_to=" + "0" * 12 + "1" * 4400

    assert client.get(address).status_code == 404

"""Of what people write, the harmless part of Markdown is shown."""

from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString

from comments.reading.text import plain, render


class Elements(HTMLParser):
    """The elements in some HTML: in `found`, each name with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"),
        (
            "*so* **very** `x < y`",
            "<p><em>so</em> <strong>very</strong> <code>x &lt; y</code></p>",
        ),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("2. a", '<ol start="2">\n<li>a</li>\n</ol>'),
        ("```py\na = 1\n```", "<pre><code>a = 1\n</code></pre>"),
        ("안녕하세요 **여러분**", "<p>안녕하세요 <strong>여러분</strong></p>"),
        ("# Not a heading\n\nA\n===", "<p># Not a heading</p>\n<p>A<br>\n===</p>"),
        ("a & b; &copy;", "<p>a &amp; b; &amp;copy;</p>"),
        ("", ""),
    ],
)
def test_the_marks_of_a_letter_are_read(source, html):
    assert render(source).strip() == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[a](https://b.org)", f'<a href="https://b.org" {REL}>a</a>'),
        ("[a](mailto:a@b.org)", f'<a href="mailto:a@b.org" {REL}>a</a>'),
        ("<https://b.org>", f'<a href="https://b.org" {REL}>https://b.org</a>'),
        (
            "at https://b.org/c_d?e=f, as",
            f'at <a href="https://b.org/c_d?e=f" {REL}>https://b.org/c_d?e=f</a>, as',
        ),
        (
            "(https://b.org/c_(d)) **https://b.org**",
            f'(<a href="https://b.org/c_(d)" {REL}>https://b.org/c_(d)</a>) '
            f'<strong><a href="https://b.org" {REL}>https://b.org</a></strong>',
        ),
        (
            "[https://a.org](https://b.org)",
            f'<a href="https://b.org" {REL}>https://a.org</a>',
        ),
        ("xhttps://b.org `https://b.org`", "xhttps://b.org <code>https://b.org</code>"),
        ("![a](https://b.org/c.png)", f'!<a href="https://b.org/c.png" {REL}>a</a>'),
    ],
)
def test_links_lead_out_without_recommending(source, html):
    assert render(source) == f"<p>{html}</p>\n"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src="https://evil.org/a.png" onerror="alert(1)">',
        "![a](https://evil.org/a.png)",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](\u2028javascript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "[a](/relative)",
        "[a](//evil.org)",
        "[a](ftp://evil.org)",
        '[a](https://b.org "onmouseover=alert(1)")',
        '<a href="javascript:alert(1)" title="x" lang="ko" style="x">a</a>',
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "javascript://example.org/%0aalert(1)",
        "www.example.org and a@example.org and //example.org and ftp://example.org",
    ],
)
def test_nothing_harmful_is_shown(source):
    elements = Elements(render(source))

    assert {name for name, _attributes in elements.found} <= {"p", "br", "a"}
    for _name, attributes in elements.found:
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https://").startswith("https://")


def test_what_is_rendered_is_safe_to_show_and_always_the_same():
    text = "**a** <b> https://example.org"

    assert isinstance(render(text), SafeString)
    assert render(text) == render(text)


def test_plain_text_has_the_words_alone():
    text = "# One\n\n*two* [three](https://a.org)\nfour\n\n> five\n\n- `six`\n- seven"

    assert plain(text) == ("# One\n\ntwo three\nfour\n\nfive\n\nsix\n\nseven")
    assert plain("```\n<code>\n```") == "<code>"
    assert plain("<b>&amp;</b>") == "<b>&amp;</b>"


HOSTILE = {
    "quotations": ">",
    "spaced quotations": "> ",
    "brackets": "[",
    "closed brackets": "][",
    "links": "[a](",
    "images": "![",
    "stars": "*",
    "emphasis": "*a ",
    "mixed emphasis": "*a_ ",
    "strong": "**a *a ",
    "underlines": "_*",
    "code": "`a",
    "lists": "- ",
    "numbers": "1. a\n",
    "mixed blocks": "> - ",
    "lazy lines": "> a\n- b\n",
    "angles": "<",
    "tags": "<a:",
    "ampersands": "&",
    "backslashes": "\\",
    "schemes": "http://",
    "addresses": "http://a.",
    "brackets in addresses": "https://a.b/(",
    "dots": "a.",
    "ends of addresses": "https://a).",
    "mail": "a@",
    "lines": "\n",
}


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_rendered(part):
    # What takes time that grows with its square would take long here.
    assert isinstance(render((part * 12_000)[:12_000]), str)

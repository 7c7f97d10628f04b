"""Of what people write, the harmless part of Markdown is shown."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

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


# Of a text with an address, how much the link is: the text in angle brackets.
ENDS = [
    "‹https://example.org/list?filter[year]=2020&filter[kind]=a›",
    "‹https://example.org/a_(b)› and (‹https://example.org/c›)",
    "(see ‹https://example.org/a_(b)_(c)›).",
    "(‹https://example.org/a›.) [‹https://example.org/b›]",
    "[‹https://example.org/a?b[c]=d›], ‹https://example.org/e›](f",
    "‹https://example.org/a›)b and ‹https://example.org/a›(",
    "‹https://example.org/a›. ‹https://example.org/a›, ‹https://example.org/a›!?…",
    "‹https://example.org/›: ‹https://example.org/a/›;",
    "‹https://example.org/a.b,c;d:e!f?g='h'*i~j›",
    "‹https://example.org›。 ‹https://example.org/a›、次",
    "「‹https://example.org/a›」『‹https://example.org/b›』（‹https://example.org/c›）",
    "《‹https://example.org/a›》〈‹https://example.org/b›〉【‹https://example.org/c›】",
    "‹https://example.org/a›？ ‹https://example.org/b›！ ‹https://example.org/c›：다",
    "“‹https://example.org/a›” «‹https://example.org/b›» „‹https://example.org/c›“",
    "‘‹https://example.org/a›’ '‹https://example.org/b›' \"‹https://example.org/c›\"",
    "‹https://ko.wikipedia.org/wiki/%EC%96%91%EC%8B%AC%EC%88%98›",
    "‹https://ko.wikipedia.org/wiki/양심수_(인권)›",
    "‹https://한국.example/길?말=글#곳›",
    "‹https://user@example.org:8443/a//b/../c?d=e&f=g#h/i›",
    "‹https://example.org/?q=a+b&c=%22d%22›",
    "**‹https://example.org/a›** *‹https://example.org/b_c›*",
    "‹http://127.0.0.1:8000/a›",
]


@pytest.mark.parametrize("marked", ENDS)
def test_a_link_ends_where_its_address_does(marked):
    links = re.findall("‹(.*?)›", marked)
    source = marked.replace("‹", "").replace("›", "")
    shown = re.findall("<a [^>]*>(.*?)</a>", render(source))

    assert [unescape(text) for text in shown] == links


@pytest.mark.parametrize(
    "address", ["https://example.org/list?filter[year]=2020", "https://한국.example/길"]
)
def test_the_address_of_a_link_is_the_one_that_was_typed(address):
    [(_tag, attributes)] = [e for e in Elements(render(address)).found if e[0] == "a"]
    leads = attributes["href"]

    host, _slash, path = leads.removeprefix("https://").partition("/")
    typed_host, _slash, typed_path = address.removeprefix("https://").partition("/")
    assert unquote(path) == typed_path
    assert host in {typed_host, typed_host.encode("idna").decode()}


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

"""A page, a mail or an entry of a feed as it reads without any style sheet."""

import re
from html.parser import HTMLParser

# What browsers set apart by themselves.
BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|caption|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6r]|head|header|html|legend|li|main|nav|ol|p|pre|"
    "section|summary|table|tbody|td|th|thead|tr|ul"
)
# Controls stand apart from words by what they look like.
CONTROLS = {"button", "img", "input", "option", "select", "svg", "textarea"}
UNSHOWN = {"script", "style", "template", "title", "svg"}
JOIN = "\x1f"  # where an element begins or ends without anything between the words


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.hidden = "", 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in UNSHOWN
        self.set_apart(tag)

    def handle_endtag(self, tag):
        self.set_apart(tag)
        self.hidden -= tag in UNSHOWN

    def set_apart(self, tag):
        self.text += "\n" if BLOCKS.fullmatch(tag) else " " if tag in CONTROLS else JOIN

    def handle_data(self, data):
        if not self.hidden:
            self.text += re.sub(r"\s+", " ", data)


def read(html):
    """The lines of `html`, without blanks around them."""
    text = raw(html).replace(JOIN, "")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def run_together(html):
    """The words of `html` that only a style sheet would hold apart."""
    text = re.sub(rf"{JOIN}+", JOIN, raw(html))
    return re.findall(rf"\w+{JOIN}\w+", text)


def raw(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.text

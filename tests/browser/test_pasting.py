"""What is pasted into a paragraph keeps its meaning, and nothing else."""

import re

import pytest
from playwright.sync_api import expect

from .cms import add_block, draft, edit, save_draft

pytestmark = pytest.mark.browser

PASTE = """(element, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    const options = { clipboardData: data, bubbles: true, cancelable: true };
    element.dispatchEvent(new ClipboardEvent("paste", options));
}"""

GOOGLE_DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;">Plain words, </span><span style="font-style:italic;font-weight:400">slanted</span><span style="font-weight:700;"> and bold</span></p><br />
<h2 dir="ltr"><span style="font-size:16pt;font-weight:400">Part</span></h2>
<ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400">One</span></p></li>
<li dir="ltr"><p dir="ltr"><a href="https://example.org/" style="text-decoration:none"><span style="color:#1155cc">Two</span></a></p></li></ul>
</b><br class="Apple-interchange-newline">"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=EN-GB>
<!--StartFragment-->
<p class=MsoNormal><span lang=EN-GB style='font-family:"Malgun Gothic"'>Dear <b
style='mso-bidi-font-weight:normal'>Minister</b>,<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>\u00b7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Release <i>him</i><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>\u00b7<span>&nbsp; </span></span></span><![endif]>At once</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span></span><![endif]>First</p>
<p class=MsoNormal><a href="#_ftn1" name="_ftnref1">Yours</a><br>Kim</p>
<!--EndFragment--></body></html>"""
HANGUL = """<HTML><HEAD><META NAME="Generator" CONTENT="Hancom HWP"><STYLE><!-- P.HStyle0 {} --></STYLE></HEAD><BODY>
<!--StartFragment-->
<P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-family:"\ud568\ucd08\ub86c\ubc14\ud0d5";font-weight:"bold"'>\uc591\uc2ec\uc218</SPAN><SPAN STYLE='font-family:"\ud568\ucd08\ub86c\ubc14\ud0d5"'>\uc5d0\uac8c</SPAN></P>
<P CLASS=HStyle0><SPAN STYLE='font-style:italic'>\ud3b8\uc9c0</SPAN></P>
<!--EndFragment--></BODY></HTML>"""
UPPER_CASE = (
    "<DIV>One</DIV><DIV><STRONG>Two</STRONG> <EM>words</EM></DIV><P>Three<BR>lines</P>"
)
TABLE = "<table><tbody><tr><th>Land</th><td>Letters</td></tr><tr><td>Iran</td><td>12</td></tr></tbody></table>"

PASTED = {
    "Google Docs": (
        GOOGLE_DOCS,
        "<p>Plain words, <i>slanted</i><b> and bold</b></p><p>Part</p>"
        '<ul><li>One</li><li><a href="https://example.org/">Two</a></li></ul>',
    ),
    "Word": (
        WORD,
        "<p>Dear <b>Minister</b>,</p><ul><li>Release <i>him</i></li><li>At once</li></ul>"
        "<ol><li>First</li></ol><p>Yours<br/>Kim</p>",
    ),
    "Hangul": (HANGUL, "<p><b>양심수</b>에게</p><p><i>편지</i></p>"),
    "upper case": (
        UPPER_CASE,
        "<p>One</p><p><b>Two</b> <i>words</i></p><p>Three<br/>lines</p>",
    ),
    "a table": (TABLE, "<p><b>Land</b> Letters</p><p>Iran 12</p>"),
    "a web page": (
        '<article><h1>News</h1><p>A <b>bold</b> <span class="x">word</span><script>x</script></p></article>',
        "<p><b>News</b></p><p>A <b>bold</b> word</p>",
    ),
}
KEYS = re.compile(r' data-block-key="\w+"')


@pytest.mark.parametrize("program", PASTED)
def test_pasted_text_keeps_what_it_means(cms_page, vigil, no_autosave, program):
    html, right = PASTED[program]
    page = cms_page
    edit(page, vigil)
    text = add_block(page, "Paragraph").locator("[contenteditable=true]")
    text.click()
    text.evaluate(PASTE, html)
    # The editor writes into its field a moment later.
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile("blocks"))
    page.wait_for_timeout(1000)
    save_draft(page)

    (paragraph,) = draft(vigil).body
    assert KEYS.sub("", paragraph.value.source) == right

"""What finds fault with a page, as people with other eyes and other screens would."""

from axe_playwright_python.sync_playwright import Axe

WIDTHS = [320, 768, 1440]  # pixels
SCHEMES = ["light", "dark"]
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    # Only an experimental rule needs it, and it looks for imports beside the page
    # instead of beside the style sheet.
    "preload": False,
    "rules": {
        "target-size": {"enabled": True},  # WCAG 2.2
        "color-contrast-enhanced": {"enabled": True},  # AAA
    },
}
WIDER_THAN_THE_WINDOW = """[...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth)
    .map((element) => element.outerHTML.slice(0, 80))"""
# Headings with a word that does not fit and is cut in two.
CUT_WORDS = """[...document.querySelectorAll("h1, h2, h3")]
    .filter((heading) => {
        heading.style.overflowWrap = "normal";
        const isCut = heading.scrollWidth > heading.clientWidth;
        heading.style.overflowWrap = "";
        return isCut;
    })
    .map((heading) => heading.textContent)"""
SCROLLS_SIDEWAYS = (
    "document.documentElement.scrollWidth > document.documentElement.clientWidth"
)
# Violations that stay, by how they begin, and that no editor will notice.
#
# The hint in the empty line that has the cursor: a style element that changes with the
# line, so no hash can allow it. static/css/cms-csp.css shows the same hint.
DRAFTAIL_HINT = (
    "violation of style-src-elem by /static/wagtailadmin/js/vendor.js: inline "
    "<style>.Draftail-block--unstyled.Draftail-block--empty["
)


def window(width, height=800):
    return {"width": width, "height": height}


def faults(page):
    """What axe finds wrong: each rule with the elements that break it."""
    return {
        violation["id"]: [node["html"][:160] for node in violation["nodes"]]
        for violation in Axe().run(page, options=AXE_OPTIONS).response["violations"]
    }


def other_than(harmless, problems):
    return [problem for problem in problems if not problem.startswith(harmless)]

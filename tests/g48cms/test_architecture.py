"""Rules for the code that no test of what it does would see broken."""

import ast
import re
from pathlib import Path

from django.template.loader import get_template

ROOT = Path(__file__).parent.parent
ROOF = {
    "urls",
    "api",
    "settings",
    "wsgi",
    "management",
}  # of g48cms; the rest is ground
# From the ground up: each may import what comes before it, never what comes after.
FLOORS = [
    {"ground"},
    {"members"},
    {"comments"},
    {"blog", "history"},
    {"home"},
    {"roof"},
]
HEIGHTS = {layer: height for height, floor in enumerate(FLOORS) for layer in floor}
APPS = ["g48cms", *HEIGHTS.keys() - {"ground", "roof"}]


def modules():
    """Each Python file of ours: the name under which it is imported, and its syntax."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                yield ".".join(parts), ast.parse(path.read_text())


def imported_by(module, node):
    """The modules of ours that an import statement in `module` names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        here = module.split(".")[: -node.level] if node.level else []
        parent = [*here, *filter(None, [node.module])]
        names = [".".join([*parent, alias.name]) for alias in node.names]
    else:
        names = []
    return [name for name in names if name.partition(".")[0] in APPS]


def layer(module):
    app, part, *_ = f"{module}.".split(".")
    if app != "g48cms":
        return app
    return "roof" if part in ROOF else "ground"


def all_imports():
    return [
        (module, imported)
        for module, syntax in modules()
        for node in ast.walk(syntax)
        for imported in imported_by(module, node)
    ]


def test_imports_run_one_way():
    assert [
        f"{module} imports {imported}"
        for module, imported in all_imports()
        if layer(module) != layer(imported)
        and HEIGHTS[layer(module)] <= HEIGHTS[layer(imported)]
    ] == []


def test_the_imports_of_the_test_above_are_all_there_are():
    found = all_imports()

    assert ("home.models", "blog.models.BlogPage") in found
    assert ("blog.models", "blog.feeds.BlogFeed") in found
    assert ("g48cms.urls", "g48cms.views") in found
    assert (
        "home.management.commands.load_starting_content",
        "home.models.HomePage",
    ) in found


def test_no_import_hides_in_a_function():
    """Only in apps.py, which Django reads before there are models."""
    assert [
        f"{module}.{function.name}"
        for module, syntax in modules()
        if not module.endswith(".apps")
        for function in ast.walk(syntax)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ] == []


def test_no_file_is_a_room_for_everything():
    names = {module.rpartition(".")[2] for module, _ in modules()}

    assert not names & {"utils", "common", "helpers", "misc", "core"}


# --- Templates


def templates():
    """Each template of ours that makes HTML: its name and its text."""
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    found = [
        (str(path.relative_to(folder)), path.read_text())
        for folder in folders
        for path in sorted(folder.rglob("*.html"))
    ]
    assert len(found) > 40
    return found


def breaking(pattern):
    """What of our templates matches `pattern`."""
    found = {name: re.findall(pattern, text) for name, text in templates()}
    return {name: matches for name, matches in found.items() if matches}


def test_every_template_compiles():
    texts = [
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*.txt")
    ]
    for name in [*texts, *dict(templates())]:
        assert get_template(name)


def test_no_template_holds_a_script():
    assert breaking(r"<script(?![^>]*\ssrc=)[^>]*>|\son\w+=|javascript:") == {}


def test_no_template_holds_a_style():
    found = breaking(r"<style|\sstyle=")
    found.pop("mail/base.html", None)  # a mail has no file of styles beside it

    assert found == {}


def test_every_template_escapes_what_it_shows():
    assert breaking(r"\|\s*safe|autoescape\s+off") == {}


def test_no_template_tells_a_moment_to_the_microsecond():
    # In HTML a second has three decimal places at most.
    assert breaking(r"""date:["']c["']""") == {}


def test_every_partial_says_what_it_is_given():
    assert [
        name
        for name, text in templates()
        if "includes/" in name and not text.startswith("{# Shows: ")
    ] == []

"""Rules for the names of our files, which no linter knows."""

from django.conf import settings


def test_no_file_is_named_for_everything():
    files = [
        path.relative_to(settings.BASE_DIR)
        for folder in settings.BASE_DIR.iterdir()
        if (folder / "__init__.py").exists()
        for path in folder.rglob("*.py")
    ]
    assert len(files) > 100

    vague = {"utils", "common", "helpers", "misc", "core"}
    assert [str(path) for path in files if vague & {path.stem, *path.parts}] == []

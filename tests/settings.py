"""The site's settings, with a throw-away place for its state."""

import os
import tempfile

state = tempfile.TemporaryDirectory(prefix="g48-tests-")  # until the tests end
os.environ["VAR_DIR"] = state.name
os.environ.setdefault("SECRET_KEY", "only for tests")

from g48cms.settings import *  # noqa: E402, F403

STORAGES = {
    **STORAGES,  # noqa: F405
    # What a test renders needs no collectstatic before it.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir()  # noqa: F405 - WhiteNoise warns of a folder that is missing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: the threads of the browser tests' server, each with its own
    # connection, wait for each other as those of a real server do.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests.sqlite3")}  # noqa: F405

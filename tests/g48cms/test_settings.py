"""A wrong variable stops the start with one clear sentence; the defaults are safe."""

import json
import re

import pytest

from tests.processes import ROOT, manage, python

SHOW = "import json; from g48cms import settings; print(json.dumps({}, default=str))"


@pytest.fixture
def check(tmp_path):
    """Runs `manage.py check` with these variables and nothing else."""
    return lambda *options, **variables: manage(
        "check", *options, var_dir=tmp_path, **variables
    )


@pytest.fixture
def setting(tmp_path):
    """The value of a setting, as these variables make it."""

    def setting(name, var_dir=tmp_path, **variables):
        shown = python(
            "-c", SHOW.format(f"settings.{name}"), var_dir=var_dir, **variables
        )
        assert shown.returncode == 0, shown.stderr
        return json.loads(shown.stdout)

    return setting


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY_FILE", "/nowhere/secret"),
        ("VAR_DIR", __file__),
        ("VAR_DIR", f"{__file__}/var"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "oracle://g48:password@127.0.0.1/g48"),
        ("DATABASE_URL", "mysql://g48:password@127.0.0.1/g48"),
        ("DATABASE_URL", "postgres://g48:password@127.0.0.1/"),
        ("DATABASE_URL", "postgres://g48:password@127.0.0.1:port/g48"),
        ("DATABASE_URL", "postgres://g48:pass/word@127.0.0.1/g48"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("SITE_URL", "g48.example.org"),
        ("SITE_URL", "ftp://g48.example.org"),
        ("SITE_URL", "https://g48.example.org/blog"),
        ("SITE_URL", "https://g48.example.org?page=1"),
        ("SITE_URL", "https://g48.example.org:port"),
        ("SITE_URL", "https://g48.example.org:0"),
        ("SITE_URL", "https://g48.example.org:99999"),
        ("SITE_URL", "https://앰네스티.example.org"),
        ("CACHE_URL", "nonsense"),
        ("CACHE_URL", "memcache://127.0.0.1:11211"),
        ("CACHE_URL", "redis://127.0.0.1:port/0"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "smtp+tls://mail.example.org:port"),
        ("DEBUG", "maybe"),
        ("BEHIND_PROXY", "ture"),
        ("HSTS_SECONDS", "soon"),
        ("HSTS_SECONDS", "-1"),
        ("CORS_ORIGINS", "reader.example.org"),
        ("CORS_ORIGINS", "*,https://reader.example.org/path"),
        ("HEADLESS_SITE_URL", "reader.example.org"),
        ("HEADLESS_SITE_URL", "https://reader.example.org/?page="),
    ],
)
def test_a_wrong_variable_stops_the_start_with_one_sentence(check, name, value):
    refused = check(**{name: value})

    assert refused.returncode != 0
    assert refused.stderr.startswith(f"G48 cannot start: {name.removesuffix('_FILE')} ")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL"])
def test_a_password_is_not_repeated_in_the_sentence(check, name):
    refused = check(**{name: "wrong://g48:TELLTALE@127.0.0.1/g48"})

    assert "TELLTALE" not in refused.stderr


def test_a_secret_can_be_read_from_a_file(setting, tmp_path):
    (tmp_path / "secret").write_text("from the file\n")

    key = setting("SECRET_KEY", SECRET_KEY="", SECRET_KEY_FILE=tmp_path / "secret")

    assert key == "from the file"


def test_special_characters_in_a_password_are_percent_encoded(setting):
    database = setting(
        "DATABASES", DATABASE_URL="postgres://g48:p%40ss%2Fw%23rd@127.0.0.1:5432/g48"
    )["default"]

    assert database["PASSWORD"] == "p@ss/w#rd"


def test_the_folder_for_everything_may_have_any_name(setting, tmp_path):
    folder = tmp_path / "c++ 100% #1? 서울"

    database = setting("DATABASES", var_dir=folder)["default"]

    assert database["NAME"] == str(folder / "g48.sqlite3")
    assert setting("EMAIL_FILE_PATH", var_dir=folder) == str(folder / "mail")


def test_debug_is_off_by_default(setting):
    assert setting("DEBUG") is False


@pytest.mark.parametrize(
    "site_url", ["https://g48.example.org", "HTTPS://G48.Example.org"]
)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_COOKIE_SECURE", True),
        ("CSRF_COOKIE_SECURE", True),
        ("SECURE_SSL_REDIRECT", True),
        ("SECURE_HSTS_SECONDS", 31_536_000),
        ("ALLOWED_HOSTS", ["g48.example.org", "localhost", "127.0.0.1", "[::1]"]),
    ],
)
def test_an_https_address_makes_the_site_strict(setting, site_url, name, value):
    assert setting(name, SITE_URL=site_url) == value


def test_a_typing_error_does_not_end_the_redirect_to_https(check):
    refused = check(SITE_URL="https://g48.example.org", REDIRECT_TO_HTTPS="ture")

    assert refused.stderr.startswith("G48 cannot start: REDIRECT_TO_HTTPS ")


def test_a_proxy_is_not_believed_by_default(setting):
    assert setting("__dict__.get('SECURE_PROXY_SSL_HEADER')") is None


def test_django_has_nothing_against_a_site_with_https(check):
    checked = check("--deploy", "--fail-level=INFO", SITE_URL="https://g48.example.org")

    assert checked.returncode == 0, checked.stderr


def test_every_variable_is_explained_in_the_example():
    settings = (ROOT / "g48cms/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', settings))
    read |= set(re.findall(r"env\.\w+\('(\w+)'", settings))
    explained = set(re.findall(r"^#(\w+)=", (ROOT / ".env.example").read_text(), re.M))

    assert read - {"PORT"} == explained  # make hands PORT on


def test_another_front_end_may_use_the_api_and_be_shown_in_the_cms(setting):
    variables = {
        "CORS_ORIGINS": "https://a.example.org/,https://b.example.org",
        "HEADLESS_SITE_URL": "https://c.example.org/#",
    }
    origins = setting("CORS_ALLOWED_ORIGINS", **variables)
    policy = setting("CMS_CONTENT_SECURITY_POLICY", **variables)

    assert origins == [f"https://{name}.example.org" for name in "abc"]
    assert policy["frame-src"] == ["https://c.example.org"]


def test_nobody_elsewhere_may_use_the_api_unless_it_is_said(setting):
    assert setting("CORS_ALLOWED_ORIGINS") == []
    assert setting("CORS_ALLOW_ALL_ORIGINS") is False
    assert setting("CORS_ALLOW_ALL_ORIGINS", CORS_ORIGINS="*") is True
    assert setting("CORS_ALLOW_CREDENTIALS", CORS_ORIGINS="*") is False

"""All settings. What differs between machines is read from the environment here and
nowhere else; `.env.example` explains every variable."""

import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(environ.FileAwareEnv):
    """Says in a sentence which variable is wrong, and takes no typing error for False."""

    BOOLEANS = {"true", "on", "yes", "1", "false", "off", "no", "0"}

    def get_value(self, var, cast=None, **options):
        try:
            return super().get_value(var, cast, **options)
        except (OSError, ValueError) as error:
            raise ImproperlyConfigured(f"{var} cannot be used: {error}.") from error

    @classmethod
    def parse_value(cls, value, cast):
        value = value.strip()  # files end in a line break
        if cast is bool and value.lower() not in cls.BOOLEANS:
            raise ValueError(f"it must be True or False, not '{value}'")
        if cast is int and not value.isdecimal():
            raise ValueError(f"it must be a whole number, not '{value}'")
        return super().parse_value(value, cast)


env = Environment()
env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
if any(path.is_file() for path in (VAR_DIR, *VAR_DIR.parents)):
    raise ImproperlyConfigured(f"VAR_DIR must be a folder, but in {VAR_DIR} is a file.")
# Written by the first `make run`: the secret of this machine's own site.
env.read_env(VAR_DIR / "env")

DEBUG = env.bool("DEBUG", default=False)


@contextmanager
def explain_errors(sentence):
    """Say `sentence` instead of what went wrong, which may quote a password."""
    try:
        yield
    except (ImproperlyConfigured, KeyError, TypeError, ValueError):
        raise ImproperlyConfigured(sentence) from None


def site_url():
    here = f"http://127.0.0.1:{env.str('PORT', default='8000')}"
    url = env.str("SITE_URL", default=here).lower().rstrip("/")
    form = r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?"
    with explain_errors(
        "SITE_URL must be the public address of the site without a path, "
        f"like https://g48.example.org, not '{url}'. Names in other scripts are "
        "written as xn--…."
    ):
        if not re.fullmatch(form, url) or urlsplit(url).port == 0:
            raise ValueError
    return url


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put a long random text into the environment, or into "
        "the file .env as SECRET_KEY=…; `make run` makes one for this machine."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

SITE_URL = site_url()
SITE_HOST = urlsplit(SITE_URL).hostname
SITE_IS_HTTPS = SITE_URL.startswith("https:")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[SITE_HOST, "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL, *env.list("CSRF_TRUSTED_ORIGINS", default=[])]

# --- What it is made of

INSTALLED_APPS = [
    "base",
    "operations",
    "home",
    "topics",
    "blog",
    "history",
    "django_comments",
    "django_comments_xtd",
    "comments",  # after the two, of which it undoes a part
    "members",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v3",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "members.apps.WagtailUsersConfig",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "post_office",
    "ninja",  # serves the API's reference from here, not from another host
    "corsheaders",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.sites",  # to which each comment must belong; see SITE_ID
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of its widgets, for FORM_RENDERER
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads against BREACH by itself
    "base.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "base.middleware.set_cache_headers",
    "base.middleware.refuse_body",
    "base.middleware.refuse_unreadable",
    "base.middleware.clean_query",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.ReauthenticationMiddleware",
    "members.middleware.SecondFactorMiddleware",
    "members.middleware.CacheHeadersMiddleware",
    "comments.middleware.CommentRefusedMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "home.redirects.RedirectMiddleware",
]

FORM_RENDERER = "base.forms.FormRenderer"

ROOT_URLCONF = "g48cms.urls"
WSGI_APPLICATION = "g48cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["base.templatetags.g48"],
        },
    }
]

# --- What it keeps

SQLITE_OPTIONS = {
    # Without these two, saving a draft while somebody else writes ends in "database
    # is locked": Wagtail reads, then writes, in one transaction.
    # https://github.com/wagtail/wagtail/issues/14361
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA mmap_size=134217728;"  # bytes: 128 MiB
        "PRAGMA journal_size_limit=27103364;"  # bytes: 26 MiB
        "PRAGMA cache_size=-20000;"  # KiB
        "PRAGMA temp_store=MEMORY;"
    ),
}


def database():
    default = "sqlite:///" + quote(str(VAR_DIR / "g48.sqlite3"))
    url = env.str("DATABASE_URL", default=default)
    with explain_errors(
        "DATABASE_URL must be postgres://user:password@host:port/name or "
        "sqlite:////path/to/file. Check its beginning, its name and that special "
        "characters in the password are percent-encoded."
    ):
        if not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
            raise ValueError
        config = env.db_url_config(url)
        # Each process would have a :memory: of its own.
        if config["NAME"] in {"", ":memory:"}:
            raise ValueError
    config["CONN_MAX_AGE"] = None
    if url.startswith("sqlite:"):
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["CONN_HEALTH_CHECKS"] = True
    return config


def cache():
    """Shared by all processes: limits and the like must count together."""
    url = env.str("CACHE_URL", default="dbcache://cache?max_entries=100000")
    with explain_errors(
        "CACHE_URL must be redis://host:port/number, or be left away to keep the cache "
        "in the database."
    ):
        parts = urlsplit(url)
        known = parts.scheme in {"dbcache", "redis", "rediss"} and parts.port != 0
        if not known or not (parts.hostname or parts.path):
            raise ValueError
    config = env.cache_url_config(url)
    if parts.scheme == "dbcache":
        config["BACKEND"] = "base.cache.SharedDatabaseCache"
    else:
        config["BACKEND"] = "base.cache.OptionalRedisCache"
        timeouts = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds
        once = {"retry": Retry(NoBackoff(), 0)}
        config["OPTIONS"] = {**timeouts, **once, **config.get("OPTIONS", {})}
    config["KEY_FUNCTION"] = "base.cache.make_key"
    return config


DATABASES = {"default": database()}
CACHES = {
    "default": cache(),
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "base.storage.BundledStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page in the editor has thousands

# --- Languages and time

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("ko", "한국어")]
TIME_ZONE = "Asia/Seoul"

# --- People

AUTH_USER_MODEL = "members.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Must everybody who can enter the CMS have a second factor?
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

ACCOUNT_ADAPTER = "members.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "members.accounts.forms.ChangeAddressForm",
    "change_password": "members.accounts.forms.ChangePasswordForm",
    "confirm_email_verification_code": "members.accounts.forms.ConfirmAddressForm",
    "confirm_login_code": "members.accounts.forms.ConfirmCodeForm",
    "login": "members.accounts.forms.SignInForm",
    "reauthenticate": "members.accounts.forms.ReauthenticateForm",
    "reset_password": "members.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "members.accounts.forms.ResetPasswordFromKeyForm",
    "set_password": "members.accounts.forms.SetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # or no form would ask for a password
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_signed_out"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address, replaced when the new one is proven
# A stranger is not told by mail that somebody typed their address here.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds: mail may be slow
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A "key" is an account and a client: nobody locks out the owner of an address. How many
# mails go to one address is limited beside that. All who come through the onion address,
# or from one exit of Tor, count as one client.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "120/m/ip,5/5m/key",
    "ask_for_code": "3/m/key,20/h/key",
    "request_login_code": "120/m/ip",
    "reset_password": "60/m/ip",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "members.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "members.accounts.forms.ActivateAppForm",
    "add_webauthn": "members.accounts.forms.AddKeyForm",
    "authenticate": "members.accounts.forms.SecondFactorForm",
    "authenticate_webauthn": "members.accounts.forms.UseKeyForm",
    "edit_webauthn": "members.accounts.forms.RenameKeyForm",
    "reauthenticate": "members.accounts.forms.SecondFactorReauthenticateForm",
    "reauthenticate_webauthn": "members.accounts.forms.KeyReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Amnesty G48"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds, for phones whose clock is a little off

# --- Mail


def mail():
    files = "filemail:///" + quote(str(VAR_DIR / "mail"))
    with explain_errors(
        "EMAIL_URL must be smtp+tls://user:password@host:587, with smtp or smtp+ssl "
        "where the mail server asks for it. Check its beginning, its port and that "
        "special characters in the password are percent-encoded."
    ):
        config = env.email_url("EMAIL_URL", default=files)
        is_server = config["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
        if is_server and not (config["EMAIL_HOST"] and config["EMAIL_PORT"]):
            raise ValueError
    # What is sent is only stored; the worker delivers it by what EMAIL_URL names.
    return {
        **config,
        "EMAIL_BACKEND": "base.mail.Queue",
        "POST_OFFICE": {"BACKENDS": {"default": config["EMAIL_BACKEND"]}},
    }


vars().update(mail())
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str(
    "FROM_EMAIL", default=f"Amnesty G48 <no-reply@{SITE_HOST}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Errors


def admins():
    addresses = env.list("ADMINS", default=[])
    for address in addresses:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            raise ImproperlyConfigured(
                "ADMINS must be addresses like name@example.org, with commas between "
                f"them, not '{address}'."
            )
    return [("", address) for address in addresses]


ADMINS = admins()
DEFAULT_EXCEPTION_REPORTER_FILTER = "base.error_log.HideEverything"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "base.error_log.PrivateFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "private"},
        "admins": {
            "class": "base.error_log.AdminMailHandler",
            "level": "ERROR",
            "formatter": "private",
        },
    },
    "root": {"handlers": ["stderr", "admins"], "level": "WARNING"},
    "loggers": {
        # Without the handlers that Django gives it: one would mail all settings.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Of requests only what is our fault: addresses that are none, forged hosts and
        # the like come by the thousand.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}

# --- Comments

COMMENTS_APP = "django_comments_xtd"
COMMENT_MAX_LENGTH = 3_000  # characters
# This one keeps what was written.
CSRF_FAILURE_VIEW = "comments.views.commenting.csrf_failure"
COMMENTS_XTD_MAX_THREAD_LEVEL = 5  # the first level is 0
# Django's own notion of a site, which nothing but the comments' tables asks for:
# addresses are made of SITE_URL or of Wagtail's sites.
SITE_ID = 1
# No view, link or mail of the package is used. Should any ever be reached, it does little.
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_SALT = b"nothing is signed with it"
COMMENTS_XTD_APP_MODEL_OPTIONS = {"default": {"who_can_post": "users"}}

# --- Other front ends


# Where one shows the pages, or an empty text.
HEADLESS_SITE_URL = env.str("HEADLESS_SITE_URL", default="").rstrip("/")
if not re.fullmatch(r"(https?://[^/\s?]+(/[^\s?]*)?)?", HEADLESS_SITE_URL):
    raise ImproperlyConfigured(
        "HEADLESS_SITE_URL must be the address of the other front end, like "
        "https://www.example.org or https://www.example.org/#, not "
        f"'{HEADLESS_SITE_URL}'."
    )
HEADLESS_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(HEADLESS_SITE_URL))
PREVIEW_LASTS = 3600  # seconds that the link to a draft works
# No cookie ever goes with what scripts elsewhere ask: what people do there as members,
# they do with a token.
origins = [origin.rstrip("/") for origin in env.list("CORS_ORIGINS", default=[])]
CORS_ALLOW_ALL_ORIGINS = "*" in origins
CORS_ALLOWED_ORIGINS = [origin for origin in origins if origin != "*"]
for origin in CORS_ALLOWED_ORIGINS:
    if not re.fullmatch(r"https?://[^/\s?#]+", origin):
        raise ImproperlyConfigured(
            "CORS_ORIGINS must be addresses without a path, like "
            f"https://reader.example.org, with commas between them, not '{origin}'."
        )
if HEADLESS_SITE_URL:
    CORS_ALLOWED_ORIGINS.append(HEADLESS_ORIGIN)
CORS_ALLOW_CREDENTIALS = False
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = ["authorization", "content-type", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Location", "Retry-After"]

# --- Safety

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
# What the editor of the CMS needs beyond that: thumbnails of pictures while they are
# uploaded, and one constant style of Draftail (list numbering), allowed by its hash.
CMS_CONTENT_SECURITY_POLICY = {
    "img-src": ["data:", "blob:"],
    "style-src": ["'sha256-Mhr2Q/2u+/s2WzwlFRrqCw7x0IU+emukGS8Q9RtPZ44='"],
}
# The little pictures in the style sheet of Swagger UI.
REFERENCE_CONTENT_SECURITY_POLICY = {"img-src": ["data:"]}
if HEADLESS_SITE_URL:  # the preview shows it in a frame
    CMS_CONTENT_SECURITY_POLICY["frame-src"] = [HEADLESS_ORIGIN]
X_FRAME_OPTIONS = "SAMEORIGIN"  # the preview in the editor is a frame
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_HTTPS
SECURE_SSL_REDIRECT = SITE_IS_HTTPS and env.bool("REDIRECT_TO_HTTPS", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int(
    "HSTS_SECONDS", default=31_536_000 if SITE_IS_HTTPS else 0
)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains, and
    "security.W021",  # preloading it: not ours to decide for the whole domain
    "security.W019",  # X_FRAME_OPTIONS, see there
]

# --- Wagtail

WAGTAIL_SITE_NAME = "Amnesty G48"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Signing in, passwords and addresses are under /account/.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ko", "한국어")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # schedules are read by all alike
# Kinder to SQLite than the defaults of 500 ms and 10 s.
WAGTAIL_AUTOSAVE_INTERVAL = 2_000  # milliseconds
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 30_000  # milliseconds
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "base.search_backend",
        "SEARCH_CONFIG": "simple",  # on PostgreSQL: no English stemming of Korean
    }
}
WAGTAILIMAGES_IMAGE_MODEL = "g48cms.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "base.images.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"heic": "jpeg"}
# No pictures: a photograph kept as a document would keep its place and device.
OFFICE_FORMATS = [
    "doc",
    "docx",
    "hwp",
    "hwpx",
    "odp",
    "ods",
    "odt",
    "pptx",
    "rtf",
    "xlsx",
]
WAGTAILDOCS_EXTENSIONS = sorted([*OFFICE_FORMATS, "csv", "pdf", "txt"])
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
WAGTAILEMBEDS_FINDERS = []  # the site asks no other host anything
WAGTAILAPI_TOKEN_LAST_USED_INTERVAL = None  # no write for each read
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "base.text.parse_tags"

"""All settings, grouped by heading. Every one can be set from the environment; docs/reference/settings.md tells how.

Clone, install, run: nothing needs to be set to try the product. Without HANDLINGSROM_DEBUG or HANDLINGSROM_DEMO the
product refuses to start with insecure defaults (see handlingsrom.core.checks).
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

PACKAGE_DIR = Path(__file__).resolve().parent.parent
REPOSITORY_DIR = PACKAGE_DIR.parent


def env(name: str, default: str = "") -> str:
    """The value of HANDLINGSROM_<name>, or the first line of the file named by HANDLINGSROM_<name>_FILE."""
    secret_file = os.environ.get(f"HANDLINGSROM_{name}_FILE")
    if secret_file:
        return Path(secret_file).read_text(encoding="utf-8").strip()
    return os.environ.get(f"HANDLINGSROM_{name}", default)


def env_bool(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on (any case)."""
    return env(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


# --- Mode -------------------------------------------------------------------------------------------------------------
DEBUG = env_bool("DEBUG")
DEMO = env_bool("DEMO")
DATA_DIR = Path(env("DATA", str(REPOSITORY_DIR / "data"))).resolve()
PLACEHOLDER_SECRET = "insecure-only-for-the-demo-and-for-development"
SECRET_KEY = env("SECRET_KEY", PLACEHOLDER_SECRET)
ACCESSIBILITY_STATEMENT = env("ACCESSIBILITY_STATEMENT")  # address of the statement at uustatus.no
BASE_URL = env("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
VERSION = "2026.1"
JURISDICTION = env("JURISDICTION", "NO")  # whose rulebook the rule guide uses

# --- Apps -------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "handlingsrom.web",
    "handlingsrom.arena",
    "handlingsrom.rules",
    "handlingsrom.initiatives",
    "handlingsrom.method",
    "handlingsrom.network",
    "handlingsrom.accounts",
    "handlingsrom.search",
    "handlingsrom.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with padding of random length against BREACH
    "handlingsrom.core.middleware.HeadersMiddleware",
    "handlingsrom.core.middleware.PlainRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "handlingsrom.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "handlingsrom.accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "handlingsrom.core.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "handlingsrom.config.urls"
WSGI_APPLICATION = "handlingsrom.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "handlingsrom.web.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "handlingsrom.core.templatetags.norwegian",
                "handlingsrom.web.templatetags.parts",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------------------------------
# SQLite: WAL and IMMEDIATE, so that writers wait for each other instead of failing. WAL does not work on network disks.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'handlingsrom.sqlite3'}", conn_max_age=0
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}}

# --- People and sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:my-page"
LOGOUT_REDIRECT_URL = "web:home"

# --- Sessions, cookies, headers ---------------------------------------------------------------------------------------
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "handlingsrom.web.views.errors.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_IDLE_HOURS = int(env("SESSION_IDLE_HOURS", "72"))
SESSION_SAVE_EVERY_REQUEST = False
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "django_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- Static files and uploads -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "handlingsrom.web.stylesheet.StylesheetFinder",
]
FILES_DIR = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
UPLOAD_MAX_BYTES = int(env("UPLOAD_MAX_MB", "25")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
VIRUS_SCANNER = env("VIRUS_SCANNER")  # a command that takes a file and answers 0 (clean) or 1 (found)

# --- Search -----------------------------------------------------------------------------------------------------------
SEARCH_DIR = DATA_DIR / "search"

# --- Tasks and mail ---------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_HOST = env("EMAIL_HOST", "" if DEMO else "127.0.0.1")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "handlingsrom.core.mail.FolderBackend"  # the demo writes its mails into the data directory
)
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
CONTACT_EMAIL = env("CONTACT_EMAIL", "kontakt@localhost")  # who gets what is written in the contact form
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "Handlingsrom <ikke-svar@localhost>")

# --- Cache: per process. Rate limits must hold across processes and are in the database: handlingsrom.core.limits -----
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Logging: one line an event, nothing personal ---------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "handlingsrom.core.logs.CarefulFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"calm": {"()": "handlingsrom.core.logs.CalmFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["calm"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"filters": ["calm"]},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "ERROR"},
    },
}

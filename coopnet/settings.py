"""Settings of one installation, read from the environment (see README, "Running it for real").

Without any variable the embedded default runs: SQLite in WAL mode, no Redis, mails kept in ``var/`` and shown in the
browser. ``COOPNET_ENV=production`` takes away every default that would be wrong there.
"""

import sys
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from coopnet.environment import Environment, is_vault_key

BASE_DIR = Path(__file__).resolve().parent.parent
given = Environment()

# Where the embedded default keeps what is its own: database, keys, messages, mails. Nobody else may look into it.
VAR_DIR = Path(given.optional("COOPNET_VAR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

EMBEDDED = not given.real
DEBUG = given.yes_or_no("DEBUG", default=EMBEDDED and "runserver" in sys.argv)
if DEBUG and given.real:
    given.problems.append("DEBUG is on, expected off in production")

SECRET_KEY = given.secret("SECRET_KEY", "a random text of 50 characters or more", VAR_DIR / "secret.key")
if given.real and SECRET_KEY and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5):
    given.problems.append("SECRET_KEY is too simple, expected a random text of 50 characters or more")

# The key that wraps the keys of confidential notes: outside the database, so that a dump alone opens nothing.
vault_key = given.secret("VAULT_KEY", "32 random bytes in url-safe base64", VAR_DIR / "vault.key")
if vault_key and not is_vault_key(vault_key):
    given.problems.append("VAULT_KEY is malformed, expected 32 random bytes in url-safe base64")
VAULT_KEY = vault_key.encode()

PORT = given.number("PORT", default=8000, least=1)
BASE_URL = given.address("BASE_URL", ("https", "http"), "https://coopnet.example", f"http://127.0.0.1:{PORT}").rstrip(
    "/"
)
SECURE = BASE_URL.startswith("https://")
if given.real and BASE_URL and not SECURE:
    given.problems.append("BASE_URL is not encrypted, expected an address that begins with https://")
ALLOWED_HOSTS = given.names("ALLOWED_HOSTS", "host names separated by commas", "localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = given.number("TRUSTED_PROXIES", default=0, most=10)

DATABASE_URL = given.address(
    "DATABASE_URL",
    ("postgres", "postgresql", "sqlite"),
    "postgres://user:password@host:5432/coopnet",
    f"sqlite:///{VAR_DIR / 'coopnet.sqlite3'}",
)
REDIS_URL = given.address("REDIS_URL", ("redis", "rediss", "unix"), "redis://host:6379/0", "")
EMAIL_URL = given.address("EMAIL_URL", ("smtp", "smtp+tls", "smtp+ssl"), "smtp+tls://user:password@host:587", "")
DEFAULT_FROM_EMAIL = given.text(
    "DEFAULT_FROM_EMAIL",
    "the sender of all mails, such as coopnet <post@coopnet.example>",
    "coopnet <coopnet@localhost>",
)
HOST = given.optional("HOST", "127.0.0.1")
WEB_WORKERS = given.number("WEB_WORKERS", default=1 if EMBEDDED else 2, least=1, most=64)
WEB_THREADS = given.number("WEB_THREADS", default=8 if EMBEDDED else 4, least=1, most=64)
WORKER_THREADS = given.number("WORKER_THREADS", default=4, least=1, most=64)
CLOCK_OFFSET = timedelta(0)
if EMBEDDED:
    # For journeys and demonstrations: this process lives so many seconds ahead.
    CLOCK_OFFSET = timedelta(seconds=given.number("CLOCK_OFFSET_SECONDS", default=0, most=10 * 365 * 24 * 3600))
given.stop_on_problems()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "coopnet",
    "accounts",
    "nagging",
    "partners",
    "cooperations",
    "coaching",
    # After the house, so that its templates win over those that come with allauth.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    # First, so that the two addresses for monitoring answer without host name, session or database.
    "coopnet.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coopnet.headers.PrivatePagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "coopnet.readonly.ReadOnlyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "coopnet.urls"
WSGI_APPLICATION = "coopnet.wsgi.application"

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
                "coopnet.ui.context.page",
            ],
            "libraries": {"ui": "coopnet.ui.templatetags.ui"},
        },
    }
]

# --- database -------------------------------------------------------------------------------------------------------
DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A page says within three seconds that the database is away, instead of hanging.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits and heartbeat live in the database, never in Redis: they have to hold while Redis is away (docs/adr/0003).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "coopnet_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- signing in -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("first_name", "last_name", "email")},
    },
    {"NAME": "accounts.passwords.ContextWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_UNIQUE_EMAIL = True
# Nobody signs up: an account begins with an invitation, whose link has proved the address. "mandatory" is what makes a
# change of address wait for its proof, and its form silent about who else has that address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {"reset_password": "accounts.forms.passwords.EvenResetPasswordForm"}
# allauth's own generator writes missing address rows while the link is looked at.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Five guesses per account in five minutes and ten a minute per address; the limit ends by itself, nobody is locked out.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "coopnet"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- who runs it, and what they say about it ------------------------------------------------------------------------
PRODUCT_VERSION = "0.1"
# Lines of the imprint (name, address, contact; "\n" in the variable starts a new one) and whom to ask about data.
IMPRINT = given.optional("IMPRINT").replace("\\n", "\n")
PRIVACY_CONTACT = given.optional("PRIVACY_CONTACT")
CSRF_FAILURE_VIEW = "coopnet.failures.csrf_failure"

# --- what every answer carries --------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # Tabler's style sheet draws its arrows and ticks from data: addresses.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
if SECURE:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
# A GET that writes is an error in development and in tests, and a line in the log of a running installation.
READONLY_STRICT = DEBUG

# --- language, time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
# British dates and Monday first, also where a template prints a date by itself.
FORMAT_MODULE_PATH = ["coopnet.ui.locales"]
USE_I18N = True
USE_TZ = True

# --- static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = VAR_DIR / "uploads"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- mail -----------------------------------------------------------------------------------------------------------
# The embedded default keeps its mails and shows them at /mailbox/; with EMAIL_URL they really leave.
KEEP_MAILS = EMBEDDED and not EMAIL_URL
MAILBOX_DIR = VAR_DIR / "mails"
EMAIL_BACKEND = "coopnet.mailbox.backend.KeepingBackend"
EMAIL_TIMEOUT = 20
EMAIL_SUBJECT_PREFIX = ""
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if EMAIL_URL:
    globals().update(environ.Env.email_url_config(EMAIL_URL))

# --- jobs -----------------------------------------------------------------------------------------------------------
CELERY_QUEUES = ("sweep", "mail", "default")
BROKER_DIR = VAR_DIR / "broker"

# --- log: one line per event, without addresses that open something -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "coopnet.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": given.optional("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []

"""Django's settings: one file for all, read from the environment (`environment.VARIABLES`)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.csp import CSP

from lindung.config import embedded, environment

BASE_DIR = Path(__file__).resolve().parents[1]

DEBUG = environment.flag("LINDUNG_DEBUG")
ALLOWED_HOSTS = environment.words("LINDUNG_HOSTS", "localhost,127.0.0.1,[::1]")
EMBEDDED = not environment.text("DATABASE_URL")
DATABASE_NAME = environment.text("LINDUNG_DATABASE", "lindung")
_server = embedded.server()
# No default secret: the embedded set-up keeps a random one beside its data, a server must be given one.
SECRET_KEY = environment.text("LINDUNG_SECRET_KEY") or (
    embedded.secret(_server.state / "secret.key") if EMBEDDED else ""
)


# Pages are cheap to fetch from anywhere, from memory or a solid disk: without this a common name is sought in the
# whole registry instead of in its index.
PLANNER = "-c random_page_cost=1.1"


def database(url: str, *, options: str = "") -> dict[str, object]:
    """Django's dictionary for a postgresql:// address; its query becomes connection options."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["options"] = " ".join(filter(None, (PLANNER, query.get("options", ""), options)))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def _databases() -> dict[str, dict[str, object]]:
    """`default` is the program's role, `owner` runs migrations and nothing else."""
    if EMBEDDED:
        app = database(_server.url(embedded.APP, DATABASE_NAME))
        owner = database(_server.url(embedded.OWNER, DATABASE_NAME))
    elif owner_url := environment.text("DATABASE_OWNER_URL"):
        app, owner = database(environment.text("DATABASE_URL")), database(owner_url)
    else:
        # One address for both: the program still gives up the owner's rights on every connection.
        url = environment.text("DATABASE_URL")
        app, owner = database(url, options=f"-c role={embedded.APP}"), database(url)
    return {"default": app, "owner": owner}


DATABASES = _databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "audit",
    "regions",
    "accounts",
    "ui",
    "intake",
    "exchange",
    "people",
    "matching",
    "programmes",
    "nominations",
    "coverage",
    "membership",
    "billing",
    "banking",
    "distribution",
    "claims",
    "reports",
    "web",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    # The rooms stand before allauth: their templates replace its own.
    *(f"lindung.{room}" for room in ROOMS if (BASE_DIR / room / "apps.py").exists()),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lindung.ui.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "lindung.config.urls"
WSGI_APPLICATION = "lindung.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "lindung.ui.context.shell",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2")]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # how long an invitation is good, in seconds
# Guesses are counted in the database, so that every worker counts the same ones.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lindung_cache"},
    # What a worker may count anew at any time.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 32}},
}
ACCOUNT_ADAPTER = "lindung.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "web:front"
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("LINDUNG_PROXIES", "0"))
MFA_ADAPTER = "lindung.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "lindung.accounts.forms.AddKeyForm",
    "edit_webauthn": "lindung.accounts.forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "Lindung"
MFA_TOTP_TOLERANCE = 1
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "policy" / "locale"]  # its problems' English; the room knows no Django
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_SAMESITE = "bahasa", "Lax"
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
# Faults go to the server's own log, with their place in the code and never with what a person typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a working day, and never past the closing of the browser
# Nothing from elsewhere, no script and no style inside a page.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
    "img-src": [CSP.SELF, "data:"],  # the QR code of an authenticator app
}
# A server of its own is reached by https alone, through a proxy that says so; the embedded one serves this machine.
_PUBLIC_SERVER = not DEBUG and not EMBEDDED
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _PUBLIC_SERVER
SECURE_SSL_REDIRECT = SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _PUBLIC_SERVER
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _PUBLIC_SERVER else None
SECURE_REDIRECT_EXEMPT = ["^sehat/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _PUBLIC_SERVER else 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _PUBLIC_SERVER

# Where `make guide` is served; not here, for its pages bring scripts of their own.
GUIDE_URL = environment.text("LINDUNG_GUIDE").rstrip("/")

# Private halves of the keys that sign proofs: files of their own, in no table and no repository.
KEY_FOLDER = environment.text("LINDUNG_KEYS") or (str(_server.state / "keys") if EMBEDDED else "")
PROOF_ISSUER = environment.text("LINDUNG_ISSUER", "Lindung")

# The one inversion: intake stays ignorant of what a file means; here stands the room that knows.
INTAKE_LAYOUTS = {
    "nominations": "lindung.nominations.imports.layout.NominationsLayout",
    "brought-forward": "lindung.banking.imports.BroughtForwardLayout",
    "list-deceased": "lindung.matching.imports.Deceased",
    "list-moved": "lindung.matching.imports.Moved",
    "list-active-member": "lindung.matching.imports.ActiveMembers",
    "list-wage-worker": "lindung.matching.imports.WageWorkers",
}

# Files exchanged with BPJS and banks: an office's own layouts, and where files are dropped.
EXCHANGE_LAYOUTS = environment.text("LINDUNG_LAYOUTS")
EXCHANGE_SFTP = dict(place.split("=", 1) for place in environment.words("LINDUNG_SFTP"))
EXCHANGE_SFTP_KEY = environment.text("LINDUNG_SFTP_KEY")
EXCHANGE_SFTP_KNOWN_HOSTS = environment.text("LINDUNG_SFTP_KNOWN_HOSTS")

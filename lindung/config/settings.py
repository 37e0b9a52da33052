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


def database(url: str, **options: str) -> dict[str, object]:
    """Django's dictionary for a postgresql:// address; its query becomes connection options."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query | options,
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
    *(f"lindung.{room}" for room in ROOMS if (BASE_DIR / room / "apps.py").exists()),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = "web:home"
LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
# Nothing from elsewhere, no script and no style inside a page.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# A server of its own is reached by https alone; the embedded one serves this machine.
_PUBLIC_SERVER = not DEBUG and not EMBEDDED
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _PUBLIC_SERVER
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _PUBLIC_SERVER else 0

# Private halves of the keys that sign proofs: files of their own, in no table and no repository.
KEY_FOLDER = environment.text("LINDUNG_KEYS") or (str(_server.state / "keys") if EMBEDDED else "")
PROOF_ISSUER = environment.text("LINDUNG_ISSUER", "Lindung")

# The one inversion: intake stays ignorant of what a file means; here stands the room that knows.
INTAKE_LAYOUTS = {
    "nominations": "lindung.nominations.imports.layout.NominationsLayout",
    "brought-forward": "lindung.banking.imports.BroughtForwardLayout",
}

# Files exchanged with BPJS and banks: an office's own layouts, and where files are dropped.
EXCHANGE_LAYOUTS = environment.text("LINDUNG_LAYOUTS")
EXCHANGE_SFTP = dict(place.split("=", 1) for place in environment.words("LINDUNG_SFTP"))
EXCHANGE_SFTP_KEY = environment.text("LINDUNG_SFTP_KEY")
EXCHANGE_SFTP_KNOWN_HOSTS = environment.text("LINDUNG_SFTP_KNOWN_HOSTS")

"""All settings, from the environment only. README, 'Settings', lists the variables.

CITOYENS_MODE is production unless it says `development` or `test`; production has no default secret
and refuses to start without its own.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from config import environment as env
from infra.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
MODE = env.text("CITOYENS_MODE", "production")
if MODE not in {"production", "development", "test"}:
    raise ImproperlyConfigured("CITOYENS_MODE is production, development or test.")
PRODUCTION = MODE == "production"
DEBUG = MODE == "development" and env.flag("DEBUG", False)
VAR = env.folder("CITOYENS_VAR", ROOT / "var")

# --- Secrets ---------------------------------------------------------------------------------------
SECRET_KEY = env.text(
    "SECRET_KEY", None if PRODUCTION else "a key for this machine only, never in production"
)
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: at least 50 random characters.")

# --- Hosts -----------------------------------------------------------------------------------------
# The first is the public site's and the parent of the tenants' subdomains.
PLATFORM_HOSTS = env.words("PLATFORM_HOSTS", None if PRODUCTION else "localhost,127.0.0.1")  # type: ignore[arg-type]
PLATFORM_SCHEME = env.text("PLATFORM_SCHEME", "https" if PRODUCTION else "http")
PLATFORM_PORT = env.text("PLATFORM_PORT", "" if PRODUCTION else ":8000")
# Where its own DNS leads, for domains that cannot take a CNAME; asked of the DNS where unset.
PLATFORM_ADDRESSES = env.addresses("PLATFORM_ADDRESSES")
# Who is asked about tenants' domains; the machine's own resolvers where unset.
DNS_SERVERS = env.servers("DNS_SERVERS", 53)
PLATFORM_NAME = "Citoyens en Communs"
# Who runs the platform, for the legal pages. Nothing is invented: what is unset is said to be.
PUBLISHER = {
    "name": env.text("PUBLISHER_NAME", ""),
    "identifier": env.text("PUBLISHER_IDENTIFIER", ""),
    "address": env.text("PUBLISHER_ADDRESS", ""),
    "phone": env.text("PUBLISHER_PHONE", ""),
    "email": env.text("PUBLISHER_EMAIL", ""),
    "director": env.text("PUBLISHER_DIRECTOR", ""),
    "dpo": env.text("PUBLISHER_DPO", ""),
    "hosting": env.text("HOSTING", ""),
}
ALLOWED_HOSTS = ["*"]  # TenantMiddleware refuses every host that is not in the Domain table

# --- Rooms -----------------------------------------------------------------------------------------
# A module is a folder of platform/modules with a module.py: a copied folder works with no edit here.
MODULES = sorted(
    f"modules.{found.parent.name}" for found in (ROOT / "platform/modules").glob("*/module.py")
)
SHARED_APPS = [
    "tenants",
    "billing",
    "onboarding",
    "operators",
    "procrastinate.contrib.django",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
]
TENANT_APPS = [
    "django.contrib.sessions",
    "allauth.account",
    "themes",
    "audit",
    "accounts",
    "notifications",
    "consultations",
    "contributions",
    "admissions",
    "legal",
    "moderation",
    "commitments",
    "accountability",
    "instruction",
    "showcase",
    *MODULES,
]
INSTALLED_APPS = [
    *SHARED_APPS,
    *(app for app in TENANT_APPS if app not in SHARED_APPS),
    "addresses",
    "languages",
    "wording",
    "guide",
    "privacy",
    "reversibility",
    "sharing",
    "api",
    "config",
    "allauth",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "lucide",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "tenants.certificates.CertificateMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.compression.Compression",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "tenants.middleware.TenantMiddleware",
    "config.monitoring.TenantTag",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "languages.middleware.AddressLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "operators.visits.VisitMiddleware",
    "consultations.previewing.PreviewMiddleware",
    "tenants.gate.GateMiddleware",
]
ROOT_URLCONF = "config.urls_public"
TENANT_URLCONF = "config.urls_tenant"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "themes.context.site",
            ],
        },
    }
]
FORM_RENDERER = "themes.forms.Renderer"

# --- Database --------------------------------------------------------------------------------------
# `default` is a tenant's door, `platform` the public schema, `owner` makes and migrates schemas and
# exists only where its address is known: not in the web process.
TENANT_ROLES = env.flag("TENANT_ROLES", True)  # one database role a tenant
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
DATABASE_ROUTERS = ["tenants.routers.TenancyRouter"]
POOL = {
    "min_size": 1,
    "max_size": env.number("DATABASE_POOL", 16),
    "timeout": env.number("DATABASE_WAIT", 10),
}
LOCAL_CLUSTER = (
    None if PRODUCTION else Cluster(VAR / "postgres" if env.text("CITOYENS_VAR", "") else None)
)


def _database(engine: str, url: str, **options: object) -> dict[str, object]:
    found = env.database(url)
    return {
        **found,
        "ENGINE": engine,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # one that died with its server is never given to a page
        "OPTIONS": {**found["OPTIONS"], **options},
    }


_web = env.text("DATABASE_URL", LOCAL_CLUSTER.url("web", "citoyens") if LOCAL_CLUSTER else None)
_owner = env.text(
    "DATABASE_OWNER_URL", LOCAL_CLUSTER.url("owner", "citoyens") if LOCAL_CLUSTER else ""
)
DATABASES = {
    "default": _database("tenants.door", _web, pool=POOL),
    "platform": _database(
        "django.db.backends.postgresql",
        _web,
        pool=POOL,
        options="-c role=app_public -c search_path=public,ext",
    ),
}
if _owner:
    DATABASES["owner"] = _database("tenants.owner_door", _owner)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique without regard to case, by a constraint
# Rate limits are counted there: Django's 300 rows would drop counters as soon as a few hundred people came.
CACHE_ROWS = {"MAX_ENTRIES": 20_000}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "tenants.cache.tenant_key",
        "OPTIONS": CACHE_ROWS,
    },
    "platform": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": CACHE_ROWS,
    },
}

# --- Jobs ------------------------------------------------------------------------------------------
PROCRASTINATE_DATABASE_ALIAS = "platform"
JOBS_INLINE = (
    MODE == "test"
)  # a test's transaction is invisible to a worker: run jobs where they start

# --- People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend", "operators.backends.OperatorBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_TIMEOUT = 3600  # seconds, from the address typed to the last page of signing in
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900  # seconds
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_RATE_LIMITS = {
    # A workshop's sixty people may share one connection; one mailbox is not to be flooded. Five codes
    # of five attempts each quarter of an hour: 25 guesses at a million.
    "request_login_code": "60/10m/ip,5/15m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1 if PRODUCTION else 0)
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs in is the proof
ACCOUNT_PREVENT_ENUMERATION = True

# --- Sessions and protection -----------------------------------------------------------------------
SESSION_ENGINE = "tenants.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PLATFORM_SCHEME == "https"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:  # host-only by name: the browser refuses such a cookie with a Domain
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SIGN_UP_COOKIE_NAME = "__Host-sign-up" if PRODUCTION else "sign-up"
SIGN_UP_COOKIE_AGE = 24 * 60 * 60  # seconds
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    # No text becomes a script or markup in a browser; "worker" is the one exception, in site.js.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["worker"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # bytes, files apart
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- Mail ------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text(
    "MAIL_FROM", None if PRODUCTION else "Citoyens en Communs <bonjour@localhost>"
)
INBOX = VAR / "mail"  # where mails land in development, read at /inbox/
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
if PRODUCTION:
    MAILERS = {
        "default": {
            "BACKEND": env.text("MAIL_BACKEND", _SMTP),
            "OPTIONS": {
                "host": env.text("MAIL_HOST"),
                "port": env.number("MAIL_PORT", 587),
                "username": env.text("MAIL_USER", ""),
                "password": env.text("MAIL_PASSWORD", ""),
                "use_tls": env.flag("MAIL_TLS", True),
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(INBOX)},
        }
    }

# --- Languages and time ----------------------------------------------------------------------------
# French is the reference: staff write in it, and what is not translated is shown in it.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", VAR / "media")
ARCHIVES = VAR / "archives"  # copies of all of a tenant's data, for a week; never served as files
STORAGES = {
    "default": {"BACKEND": "themes.storage.TenantStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# Off, browsers forget the worker behind the page shown without a network, at their next visit.
OFFLINE_PAGE = env.flag("OFFLINE_PAGE", True)

# --- API -------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.ReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.answer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": PLATFORM_NAME,
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_URLCONF": TENANT_URLCONF,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["api.schema.only_what_is_on"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.with_errors",
    ],
}

# --- Watching --------------------------------------------------------------------------------------
SENTRY_DSN = env.text("SENTRY_DSN", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING"),
    },
}

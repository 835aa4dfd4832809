"""The addresses of the platform's own host."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

pages: list[URLPattern | URLResolver] = [
    path("", include("onboarding.urls_public")),
    path("", include("billing.urls_public")),
    path("", include("legal.urls_public")),
    path("", include("sharing.urls_public")),
    path("exploitation/", include("operators.urls")),
    path("courrier/", include("notifications.urls")),  # nothing in production
]
# Each address once a language: in the reference as it stands, in another behind its code (`/en/`).
urlpatterns = i18n_patterns(*pages, prefix_default_language=False)
handler500 = "tenants.outage.failed"

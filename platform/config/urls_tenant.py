"""The addresses of a tenant's site. Modules bring their own: nothing here names one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from consultations.module import Module, all_modules


def _module(module: Module) -> list[URLResolver]:
    place = f"concertations/<slug:consultation>/{module.path}/<slug:phase>/"
    return [
        path(place, include((list(module.public_urls), module.key))),
        path(f"gestion/{place}", include((list(module.manage_urls), f"{module.key}_manage"))),
    ]


pages: list[URLPattern | URLResolver] = [
    *(pattern for module in all_modules().values() for pattern in _module(module)),
    path("", include("themes.urls")),
    path("", include("accounts.urls")),
    path("", include("notifications.urls_tenant")),
    path("", include("wording.urls")),
    path("", include("privacy.urls")),
    path("", include("reversibility.urls")),
    path("", include("addresses.urls")),
    path("", include("sharing.urls")),
    path("", include("contributions.urls")),
    path("", include("admissions.urls")),
    path("", include("legal.urls")),
    path("", include("moderation.urls")),
    path("", include("commitments.urls")),
    path("", include("accountability.urls")),
    path("", include("instruction.urls")),
    path("", include("showcase.urls")),
    path("", include("guide.urls")),
    path("", include("onboarding.urls_tenant")),
    path("", include("billing.urls_tenant")),
    path("", include("operators.urls_tenant")),
    path("courrier/", include("notifications.urls")),  # nothing in production
    path("api/", include("api.urls")),
    path("", include("consultations.urls")),
]
# Each address once a language: in the reference as it stands, in another behind its code (`/en/`).
urlpatterns = i18n_patterns(*pages, prefix_default_language=False)
handler500 = "tenants.outage.failed"

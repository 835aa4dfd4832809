"""The platform's own site: what it is, and how to open one."""

from django.urls import URLPattern, URLResolver, include, path

from onboarding import views

wizard = [
    path("", views.start, name="start"),
    path("code/", views.code, name="code"),
    path("code/renvoyer/", views.resend, name="resend"),
    path("adresse/", views.address, name="address"),
    path("adresse/libre/", views.availability, name="availability"),
    path("apparence/", views.look, name="look"),
    path("apparence/apercu/", views.preview, name="preview"),
    path("site/", views.open_site, name="open"),
    path("entrer/", views.enter, name="enter"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(([path("", views.home, name="home")], "public"))),
    path("ouvrir/", include((wizard, "onboarding"))),
]

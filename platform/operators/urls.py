"""The operators' pages, under "exploitation/" on the platform's own host."""

from django.urls import path

from operators import signing_in, views

app_name = "operators"
urlpatterns = [
    path("", views.tenants, name="tenants"),
    path("connexion/", signing_in.sign_in, name="sign_in"),
    path("connexion/code/", signing_in.code, name="code"),
    path("deconnexion/", signing_in.sign_out, name="sign_out"),
    path("mon-acces/", signing_in.access, name="access"),
    path("verifications/", views.verifications, name="verifications"),
    path("journal/", views.journal, name="journal"),
    path("journal/connexions/", views.accesses, name="accesses"),
    path("sites/<uuid:pk>/", views.tenant, name="tenant"),
    path("sites/<uuid:pk>/etat/", views.state, name="state"),
    path("sites/<uuid:pk>/contrat/", views.contract, name="contract"),
    path("sites/<uuid:pk>/verifier/", views.verify, name="verify"),
    path("sites/<uuid:pk>/visiter/", views.visit, name="visit"),
]

"""In the workspace."""

from django.urls import path

from addresses import views

app_name = "addresses"
urlpatterns = [
    path("gestion/adresse/", views.index, name="index"),
    path("gestion/adresse/principale/", views.choose_own, name="choose_own"),
    path("gestion/adresse/<uuid:claim>/", views.show, name="show"),
    path("gestion/adresse/<uuid:claim>/verifier/", views.check, name="check"),
    path("gestion/adresse/<uuid:claim>/principale/", views.choose, name="choose"),
    path("gestion/adresse/<uuid:claim>/retirer/", views.release, name="release"),
]

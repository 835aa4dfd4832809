"""The outcome of each consultation, and the public account of all."""

from django.urls import path

from accountability import public, views

app_name = "accountability"
urlpatterns = [
    path("suites/", public.account, name="account"),
    path("concertations/<slug:slug>/bilan/", public.outcome, name="outcome"),
    path("gestion/concertations/<slug:slug>/bilan/", views.edit_outcome, name="edit_outcome"),
    path("gestion/concertations/<slug:slug>/clore/", views.close, name="close"),
]

"""Addresses below a phase: for everybody, and for the team."""

from django.urls import path

from modules.questions import manage_views, views

public = [
    path("", views.index, name="index"),
    path("poser/", views.ask, name="ask"),
]
manage = [
    path("", manage_views.index, name="index"),
    path("<int:number>/repondre/", manage_views.answer, name="answer"),
    path("prevues/", manage_views.expect, name="expect"),
    path("prevues/<uuid:pk>/", manage_views.change_expected, name="expected"),
    path("prevues/<uuid:pk>/retirer/", manage_views.drop_expected, name="drop_expected"),
]

"""Addresses below a phase: for everybody, and for the team. Each has one named `index`."""

from django.urls import path

from modules.newmodule import views

public = [
    path("", views.index, name="index"),
    path("ecrire/", views.write, name="write"),
]
manage = [path("", views.manage, name="index")]

"""Commitments: one page each for everybody, and the team's."""

from django.urls import path

from commitments import public, views

app_name = "commitments"
_ONE = "gestion/engagements/<slug:commitment>/"
urlpatterns = [
    path("engagements/<slug:commitment>/", public.show, name="show"),
    path("gestion/engagements/", views.index, name="index"),
    path("gestion/engagements/nouveau/", views.create, name="create"),
    path(_ONE, views.manage, name="manage"),
    path(f"{_ONE}textes/", views.reword, name="reword"),
    path(f"{_ONE}publier/", views.publish, name="publish"),
    path(f"{_ONE}supprimer/", views.remove, name="remove"),
    path(f"{_ONE}tenu/", views.keep, name="keep"),
    path(f"{_ONE}abandon/", views.give_up, name="give_up"),
    path(f"{_ONE}nouvelles/", views.tell_news, name="tell_news"),
    path(f"{_ONE}contributions/", views.link, name="link"),
    path(f"{_ONE}contributions/<int:number>/retirer/", views.unlink, name="unlink"),
    path(f"{_ONE}etapes/", views.add_step, name="add_step"),
    path(f"{_ONE}etapes/<uuid:step>/faite/", views.tick, name="tick"),
    path(f"{_ONE}etapes/<uuid:step>/retirer/", views.remove_step, name="remove_step"),
]

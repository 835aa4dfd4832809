"""Addresses below a phase: for everybody, and for staff."""

from django.urls import path

from modules.proposals import attaching, changing, manage_views, views

public = [
    path("", views.index, name="index"),
    path("proposer/", views.write, name="write"),
    path("proposer/semblables/", views.similar, name="similar"),
    path("brouillons/<uuid:draft>/", views.write, name="draft"),
    path("<int:number>/", views.show, name="show"),
    path("<int:number>/soutenir/", views.support, name="support"),
    path("<int:number>/suivre/", views.follow, name="follow"),
    path("<int:number>/modifier/", changing.edit, name="edit"),
    path("<int:number>/pieces/", attaching.index, name="attachments"),
    path("<int:number>/pieces/<uuid:attachment>/retirer/", attaching.remove, name="detach"),
    path("<int:number>/historique/", changing.history, name="history"),
    path("<int:number>/commenter/", views.comment, name="comment"),
]
manage = [
    path("", manage_views.index, name="index"),
    path("fusionner/", manage_views.merge, name="merge"),
    path("<int:number>/separer/", manage_views.separate, name="separate"),
    path("<int:number>/diviser/", manage_views.divide, name="divide"),
    path("<int:number>/reunir/", manage_views.unite, name="unite"),
]

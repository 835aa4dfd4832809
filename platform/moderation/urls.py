"""Reporting a text, the charter, and the moderators' queue."""

from django.urls import path

from moderation import contesting, desk, reporting, views

app_name = "moderation"
urlpatterns = [
    path("signaler/<uuid:pk>/", reporting.report, name="report"),
    path("signalement/<slug:reference>/", reporting.reported, name="reported"),
    path("contester/<str:contest>/", contesting.contest, name="contest"),
    path("mes-contributions/<uuid:pk>/decision/", contesting.own_decision, name="own_decision"),
    path("mon-compte/suspension/", contesting.own_block, name="own_block"),
    path("charte-de-moderation/", reporting.charter, name="charter"),
    path("gestion/moderation/", views.queue, name="queue"),
    path("gestion/moderation/decider/", views.decide_several, name="decide_several"),
    path("gestion/moderation/decisions/", views.history, name="history"),
    path("gestion/moderation/recours/", desk.appeals_index, name="appeals"),
    path("gestion/moderation/recours/<uuid:appeal>/", desk.settle, name="settle"),
    path("gestion/moderation/suspensions/", desk.blocks_index, name="blocks"),
    path("gestion/moderation/suspensions/<uuid:suspension>/lever/", desk.lift, name="lift"),
    path("gestion/moderation/regles/", desk.change_rules, name="rules"),
    path("gestion/moderation/<uuid:pk>/", views.show, name="show"),
    path("gestion/moderation/<uuid:pk>/suspendre/", desk.block, name="block"),
    path("gestion/moderation/<uuid:pk>/decider/", views.decide, name="decide"),
]

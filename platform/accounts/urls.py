"""Signing in, one's account, and the team. allauth's own addresses are not served."""

from django.urls import path

from accounts import team, views

app_name = "accounts"
urlpatterns = [
    path("connexion/", views.start, name="sign_in"),
    path("connexion/code/", views.code, name="code"),
    path("connexion/code/renvoyer/", views.resend, name="resend"),
    path("connexion/bienvenue/", views.welcome, name="welcome"),
    path("connexion/conditions/", views.terms, name="terms"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("mon-compte/", views.profile, name="profile"),
    path("gestion/equipe/", team.people, name="people"),
    path("gestion/equipe/inviter/", team.invite, name="invite"),
    path("gestion/equipe/<uuid:person>/", team.person, name="person"),
    path("gestion/equipe/<uuid:person>/retirer/", team.leave, name="leave"),
    path("gestion/equipe/<uuid:person>/fermer/", team.close, name="close"),
    path("gestion/equipe/<uuid:person>/rouvrir/", team.reopen, name="reopen"),
]

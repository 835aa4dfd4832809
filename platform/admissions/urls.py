"""Getting into a consultation that is not for everyone, and the team's pages for it."""

from django.urls import path

from admissions import manage, views

HERE = "gestion/concertations/<slug:consultation>/public/"

app_name = "admissions"
urlpatterns = [
    path("acces/", views.enter, name="enter"),
    path("acces/invitation/<str:invite>/", views.invited, name="invited"),
    path(HERE, manage.index, name="index"),
    path(f"{HERE}bilan/", manage.open_outcome, name="open_outcome"),
    path(f"{HERE}codes/", manage.codes, name="codes"),
    path(f"{HERE}codes/<uuid:codes>/annuler/", manage.cancel_codes, name="cancel_codes"),
    path(f"{HERE}invitations/", manage.invitations, name="invitations"),
    path(f"{HERE}invitations/envoyer/", manage.send, name="send"),
    path(f"{HERE}invitations/<uuid:invitation>/renvoyer/", manage.send_again, name="send_again"),
    path(f"{HERE}invitations/<uuid:invitation>/retirer/", manage.withdraw, name="withdraw"),
]

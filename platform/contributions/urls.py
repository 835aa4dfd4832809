"""One's own contributions, and the receipts that open without an account."""

from django.urls import include, path

from contributions import manage_views, views

mine = [
    path("", views.mine, name="mine"),
    path("<uuid:pk>/retirer/", views.withdraw, name="withdraw"),
]
receipts = [
    path("", views.find, name="find"),
    path("merci/", views.thanks, name="thanks"),
    path("<str:code>/", views.show, name="show"),
    path("<str:code>/retirer/", views.withdraw_by_code, name="withdraw"),
]
STATUSES = "gestion/concertations/<slug:consultation>/statuts/"
statuses = [
    path("", manage_views.index, name="index"),
    path("<uuid:status>/", manage_views.edit, name="edit"),
    path("<uuid:status>/retirer/", manage_views.drop, name="drop"),
]
attachments = [
    path("<uuid:attachment>.pdf", views.attachment, name="file"),
    path("<uuid:attachment>/<int:width>.webp", views.attachment, name="picture"),
]
urlpatterns = [
    path("pieces/", include((attachments, "attachments"))),
    path(STATUSES, include((statuses, "statuses"))),
    path("mes-contributions/", include((mine, "contributions"))),
    path("recepisse/", include((receipts, "receipts"))),
]

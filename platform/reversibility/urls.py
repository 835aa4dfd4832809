"""In the workspace."""

from django.urls import path

from reversibility import views

app_name = "reversibility"
urlpatterns = [
    path("gestion/copies/", views.copies, name="copies"),
    path("gestion/copies/<uuid:archive>.zip", views.download, name="download"),
]

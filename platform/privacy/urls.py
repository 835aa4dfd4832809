"""Under one's own account."""

from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [
    path("mon-compte/mes-donnees.json", views.export, name="export"),
    path("mon-compte/supprimer/", views.leave, name="leave"),
    path("compte-supprime/", views.gone, name="gone"),
]

"""On a tenant's site, in the workspace."""

from django.urls import path

from billing import views

app_name = "billing"
urlpatterns = [path("gestion/abonnement/", views.subscription, name="subscription")]

"""On a site just opened."""

from django.urls import path

from onboarding import views_tenant

app_name = "onboarding"
urlpatterns = [path("bienvenue/<str:ticket>/", views_tenant.come_in, name="welcome")]

"""On the platform's own host."""

from django.urls import path

from billing import views

app_name = "billing"
urlpatterns = [path("tarifs/", views.plans, name="plans")]

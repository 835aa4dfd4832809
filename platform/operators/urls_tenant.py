"""An operator's visit, on a tenant's site."""

from django.urls import path

from operators import views_tenant

app_name = "visits"
urlpatterns = [
    path("visite/terminer/", views_tenant.leave, name="leave"),
    path("visite/<str:token>/", views_tenant.enter, name="enter"),
]

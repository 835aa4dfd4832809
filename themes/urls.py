"""Mounted at the root of each site, the platform's and the tenants'."""

from django.urls import path

from themes import views

app_name = "themes"
urlpatterns = [
    path("theme-<slug:digest>.css", views.colours, name="colours"),
    path("media/<path:path>", views.media, name="media"),
    path("styleguide/", views.styleguide, name="styleguide"),
]

"""The inbox, under "courrier/" on every host, and nowhere in production."""

from django.conf import settings
from django.urls import URLPattern, path

from notifications import views

app_name = "inbox"
urlpatterns: list[URLPattern] = []
if not settings.PRODUCTION:
    urlpatterns = [
        path("", views.index, name="index"),
        path("<slug:key>/", views.show, name="show"),
        path("<slug:key>/html/", views.body, name="body"),
    ]

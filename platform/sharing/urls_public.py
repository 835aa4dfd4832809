"""The same for the platform's own site, where nothing is asked of citizens."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from sharing import views
from sharing.sitemaps import OF_THE_PLATFORM

app_name = "sharing"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": OF_THE_PLATFORM}, name="sitemap"),
]

"""The legal pages of the platform's own site."""

from django.urls import path

from legal import views

app_name = "legal"
urlpatterns = [
    path("accessibilite/", views.platform_page("accessibility"), name="accessibility"),
    path("mentions-legales/", views.platform_page("notice"), name="notice"),
    path("donnees-personnelles/", views.platform_page("privacy"), name="privacy"),
    path("cookies/", views.platform_page("cookies"), name="cookies"),
]

"""The address where the team has its texts read."""

from django.urls import include, path

from wording import views

urlpatterns = [path("gestion/relire/", include(([path("", views.read, name="read")], "wording")))]

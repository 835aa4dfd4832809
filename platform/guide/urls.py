"""In the workspace."""

from django.urls import path

from guide import views

app_name = "guide"
urlpatterns = [
    path("gestion/aide/", views.index, name="index"),
    path("gestion/aide/tout/", views.whole, name="whole"),
    path("gestion/aide/<slug:chapter>/", views.page, name="page"),
]

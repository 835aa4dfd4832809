"""What people choose about the mails they receive."""

from django.urls import path

from notifications import choices

app_name = "mails"
urlpatterns = [
    path("mes-courriels/", choices.mine, name="mine"),
    path("mes-courriels/<str:mail>/", choices.by_link, name="by_link"),
]

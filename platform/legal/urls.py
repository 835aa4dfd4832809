"""The legal pages of a tenant's site, the barriers people report, and the workspace's pages about both."""

from django.urls import path

from legal import manage, views

app_name = "legal"
DUTIES = "gestion/mentions/"

urlpatterns = [
    path("accessibilite/", views.page("accessibility"), name="accessibility"),
    path("accessibilite/signaler/", views.report_barrier, name="report_barrier"),
    path(
        "accessibilite/signalement/<slug:reference>/",
        views.barrier_reported,
        name="barrier_reported",
    ),
    path("mentions-legales/", views.page("notice"), name="notice"),
    path("donnees-personnelles/", views.page("privacy"), name="privacy"),
    path("cookies/", views.page("cookies"), name="cookies"),
    path("conditions-utilisation/", views.terms, name="terms"),
    path("conditions-utilisation/<int:version>/", views.terms, name="former_terms"),
    path("plan-du-site/", views.site_map, name="site_map"),
    path(DUTIES, manage.part("duties"), name="duties"),
    path(f"{DUTIES}donnees/", manage.part("duties_privacy"), name="duties_privacy"),
    path(
        f"{DUTIES}accessibilite/", manage.part("duties_accessibility"), name="duties_accessibility"
    ),
    path(f"{DUTIES}textes/", manage.wordings, name="wordings"),
    path(f"{DUTIES}textes/<slug:page>/", manage.wording, name="wording"),
    path(f"{DUTIES}conditions/", manage.terms_versions, name="terms_versions"),
    path(f"{DUTIES}conditions/<int:version>/", manage.acceptances, name="acceptances"),
    path(f"{DUTIES}obstacles/", manage.barriers, name="barriers"),
    path(f"{DUTIES}obstacles/<uuid:barrier>/", manage.barrier, name="barrier"),
]

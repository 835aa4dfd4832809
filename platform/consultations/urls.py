"""A tenant's consultations, and the workspace where the team prepares them."""

from django.urls import URLPattern, URLResolver, include, path

from consultations import follow_views, views
from consultations.manage import beginning, consultation, languages, phases, site
from consultations.manage.parts import DOCUMENTS, PARTNERS, THEMES

HERE = "gestion/concertations/<slug:consultation>/"
PHASE = f"{HERE}etapes/<slug:phase>/"

citizens = [
    path("", views.index, name="index"),
    path("<slug:consultation>/", views.show, name="show"),
    path("<slug:consultation>/documents/", views.documents, name="documents"),
    path("<slug:consultation>/documents/<uuid:document>/", views.document, name="document"),
    path("<slug:consultation>/suivre/", follow_views.follow, name="follow"),
    path(
        "<slug:consultation>/suivre/<str:following_link>/",
        follow_views.by_link,
        name="follow_by_link",
    ),
]
workspace = [
    path("gestion/", site.home, name="home"),
    path("gestion/langues/", languages.languages, name="languages"),
    path("gestion/langues/<slug:language>/", languages.site_texts, name="site_texts"),
    path("gestion/modules/", site.modules, name="modules"),
    path("gestion/journal/", site.history, name="history"),
    path("gestion/concertations/", site.consultations, name="consultations"),
    path("gestion/concertations/ouvrir/", beginning.create, name="create"),
    path(
        "gestion/concertations/ouvrir/<slug:template>/",
        beginning.from_template,
        name="from_template",
    ),
    path(HERE, consultation.show, name="consultation"),
    path(f"{HERE}apercu/", consultation.preview, name="preview"),
    path(f"{HERE}copier/", beginning.copy, name="copy"),
    path(f"{HERE}textes/", consultation.edit, name="edit"),
    path(f"{HERE}publier/", consultation.publish, name="publish"),
    path(f"{HERE}jeter/", consultation.remove, name="remove"),
    path(f"{HERE}journal/", consultation.journal, name="journal"),
    path(f"{HERE}traductions/<slug:language>/", languages.consultation_texts, name="translations"),
    *THEMES.urls,
    *PARTNERS.urls,
    *DOCUMENTS.urls,
    path(f"{HERE}etapes/", phases.index, name="phases"),
    path(f"{HERE}etapes/nouvelle/<slug:module>/", phases.create, name="new_phase"),
    path(PHASE, phases.edit, name="edit_phase"),
    path(f"{PHASE}prolonger/", phases.extend, name="extend"),
    path(f"{PHASE}deplacer/", phases.move, name="move_phase"),
    path(f"{PHASE}retirer/", phases.remove, name="remove_phase"),
    path(f"{PHASE}telecharger/<slug:export>.csv", consultation.download, name="download"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("concertations/", include((citizens, "consultations"))),
    path("", include((workspace, "workspace"))),
]

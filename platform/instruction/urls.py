"""The team's pages to study contributions and to answer them."""

from django.urls import path

from instruction import views, views_sheets

app_name = "instruction"
urlpatterns = [
    path("gestion/reponses/", views.board, name="board"),
    path("gestion/reponses/liste/", views.table, name="table"),
    path("gestion/reponses/liste.<slug:form>", views_sheets.export, name="export"),
    path("gestion/reponses/agents/", views.theme_agents, name="agents"),
    path("gestion/reponses/organiser/", views.arrange, name="arrange"),
    path("gestion/reponses/plusieurs/", views.answer_several, name="answer_several"),
    path("gestion/reponses/publier/<slug:slug>/", views.publish_together, name="publish"),
    path("gestion/reponses/tableur/<slug:slug>/", views_sheets.send, name="send"),
    path(
        "gestion/reponses/tableur/apercu/<uuid:spreadsheet>/", views_sheets.preview, name="preview"
    ),
    path("gestion/reponses/<uuid:pk>/", views.dossier, name="dossier"),
    path("gestion/reponses/<uuid:pk>/etude/", views.study, name="study"),
    path("gestion/reponses/<uuid:pk>/notes/", views.note, name="note"),
]

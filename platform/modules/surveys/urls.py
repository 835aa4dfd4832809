"""The addresses of a survey: below its phase's, for citizens and for staff."""

from django.urls import path

from modules.surveys import answer_views, builder_views, paper_views, result_views, views

public = [
    path("", views.index, name="index"),
    path("repondre/", answer_views.answer, name="answer"),
    path("merci/", views.thanks, name="thanks"),
    path("retirer/", views.take_back, name="take_back"),
    path("associations/", views.associations, name="associations"),
    path("associations/<slug:association>/", answer_views.answer, name="answer_for"),
    path("associations/<slug:association>/merci/", views.thanks, name="thanks_for"),
    path("associations/<slug:association>/retirer/", views.take_back, name="take_back_for"),
    path("resultats/", views.results, name="results"),
]
manage = [
    path("", builder_views.index, name="index"),
    path("publier/", builder_views.publish, name="publish"),
    path("fichier.json", builder_views.export, name="export"),
    path("reprendre/", builder_views.take_in, name="take_in"),
    path("invitations/", builder_views.invitations, name="invitations"),
    path("papier.pdf", paper_views.form, name="paper_form"),
    path("saisie/", paper_views.enter, name="enter"),
    path("parties/", builder_views.add_section, name="add_section"),
    path("parties/<slug:section>/", builder_views.section, name="section"),
    path(
        "parties/<slug:section>/conditions/",
        builder_views.section_conditions,
        name="section_conditions",
    ),
    path("parties/<slug:section>/ranger/", builder_views.arrange_section, name="arrange_section"),
    path("parties/<slug:section>/supprimer/", builder_views.delete_section, name="delete_section"),
    path(
        "parties/<slug:section>/questions/<slug:kind>/",
        builder_views.add_question,
        name="add_question",
    ),
    path("questions/<slug:question>/", builder_views.question, name="question"),
    path(
        "questions/<slug:question>/conditions/",
        builder_views.question_conditions,
        name="question_conditions",
    ),
    path(
        "questions/<slug:question>/ranger/", builder_views.arrange_question, name="arrange_question"
    ),
    path(
        "questions/<slug:question>/supprimer/",
        builder_views.delete_question,
        name="delete_question",
    ),
    path("resultats/", result_views.results, name="results"),
    path("resultats/rapport/", result_views.report, name="report"),
    path("resultats/fichiers/", result_views.exports, name="exports"),
    path("resultats/fichiers/<uuid:file>/", result_views.export, name="export_file"),
    path("resultats/<slug:question>/", result_views.texts, name="texts"),
    path("resultats/<slug:question>/<uuid:sheet>/", result_views.tag, name="tag"),
    path("fichiers/<slug:question>/<uuid:sheet>/", result_views.joined, name="joined"),
]

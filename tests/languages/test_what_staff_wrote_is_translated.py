"""Staff's words in the reader's language; what has no translation is shown in French and says so."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import Consultation
from languages.models import State, translated_models, trees_of
from modules.surveys.models import Version
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme
from tests.modules.surveys.questionnaires import ask, make_survey, section
from themes.models import Branding

MARK = '<span class="in-language">In French</span>'


def text(world: World, path: str) -> str:
    return world.client().get(path).content.decode()


def test_a_translation_is_shown_to_those_who_read_its_language(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation(title="Et demain ?")
        consultation.learn({"en": {"title": "And tomorrow?"}}).save()
        path = consultation.get_absolute_url()
    assert "<h1>And tomorrow?</h1>" in text(bilingual, f"/en{path}")
    assert "<title>And tomorrow? –" in text(bilingual, f"/en{path}")
    assert "<h1>Et demain ?</h1>" in text(bilingual, path)


def test_what_has_no_translation_is_in_french_and_says_so(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation(title="Et <demain> ?", summary="Dites-nous.")
        consultation.learn({"en": {"summary": "Tell us."}}).save()
        path = consultation.get_absolute_url()
    english = text(bilingual, f"/en{path}")
    assert f'<h1><span lang="fr">Et &lt;demain&gt; ?</span> {MARK}</h1>' in english
    assert '<p class="lead">Tell us.</p>' in english
    assert "<title>Et &lt;demain&gt; ? –" in english, "a title holds no tags"
    assert "in-language" not in text(bilingual, path)


def test_long_texts_themes_and_stages_say_it_too(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation(why="Un.\n\nDeux.")
        make_theme(consultation, title="Emploi").learn({"en": {"title": "Jobs"}}).save()
        make_theme(consultation, title="Sport")
        make_phase(consultation, title="Vos idées")
        path = consultation.get_absolute_url()
    english = text(bilingual, f"/en{path}")
    assert f'<p>{MARK}</p><div lang="fr"><p>Un.</p>\n\n<p>Deux.</p></div>' in english
    assert "<strong>Jobs</strong>" in english
    assert f'<strong><span lang="fr">Sport</span> {MARK}</strong>' in english
    assert f'<h3><span lang="fr">Vos idées</span> {MARK}</h3>' in english


def test_nothing_is_ever_empty_once_its_reference_is_gone(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation(why="Parce que.")
        consultation.learn({"en": {"why": "Because."}}).save()
        consultation.why = ""
        assert consultation.say("why") == ""
        consultation.why, consultation.translations = "Parce que.", {}
        assert consultation.say("why") == "Parce que."


def test_the_site_s_welcome_is_translated(bilingual: World) -> None:
    with bilingual.use():
        Branding(tagline="La Région à l’écoute", home_title="Bienvenue").learn(
            {"en": {"home_title": "Welcome"}}
        ).save()
    english = text(bilingual, "/en/")
    assert "<h1>Welcome</h1>" in english
    assert f'<span lang="fr">La Région à l’écoute</span> {MARK}' in english
    assert "La Région à l’écoute</title>" in english


def test_a_questionnaire_is_asked_in_the_reader_s_language(bilingual: World) -> None:
    with bilingual.use():
        asked = ask("one_choice", "Venez-vous ?", ["Oui", "Non"], help="<b>")
        scale = ask("scale", "Note", options={"low": "Mal", "high": "Bien"})
        phase = make_survey(section("vous", asked, scale), title="Enquête")
        version = Version.objects.get(phase=phase)
        words = {
            "one_choice.label": "Do you come?",
            "one_choice.oui.label": "Yes",
            "scale.low": "Bad",
        }
        version.learn({"en": words}).save()
        path = f"{phase.get_absolute_url()}repondre/"
    english = text(bilingual, f"/en{path}")
    assert "<legend>Do you come?" in english
    assert f'<span lang="fr">&lt;b&gt;</span> {MARK}' in english
    assert "Yes" in english
    assert f'<span lang="fr">Non</span> {MARK}' in english
    assert (
        f'<p class="scale-ends"><span>Bad</span><span><span lang="fr">Bien</span> {MARK}' in english
    )


def test_a_list_to_choose_from_says_its_language_without_tags(bilingual: World) -> None:
    with bilingual.use():
        phase = make_phase(module="proposals")
        make_theme(phase.consultation, title="Emploi").learn({"en": {"title": "Jobs"}}).save()
        make_theme(phase.consultation, title="Sport")
        path = f"{phase.get_absolute_url()}proposer/"
    english = bilingual.client(bilingual.citizen).get(f"/en{path}").content.decode()
    assert ">Jobs</option>" in english
    assert 'lang="fr">Sport</option>' in english


def test_another_language_costs_no_statement_more(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation()
        make_theme(consultation)
        make_phase(consultation, "proposals")
        make_phase(consultation, "surveys")
        path = consultation.get_absolute_url()
    counts = []
    for address in (path, f"/en{path}"):
        bilingual.client().get(address)  # the process knows the site's look from now on
        with bilingual.use(), CaptureQueriesContext(connection) as asked:
            bilingual.client().get(address)
        counts.append(len(asked))
    assert counts == [5, 5]


def test_a_translation_knows_whether_its_reference_changed(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation(title="Et demain ?", summary="")
        assert consultation.translation("title", "en").state == State.MISSING
        consultation.translate("title", "en", "And tomorrow?")
        assert consultation.translation("title", "en").state == State.CURRENT
        consultation.title = "Et après-demain ?"
        assert consultation.translation("title", "en").state == State.OUTDATED
        assert "summary" not in [one.field for one in consultation.rewordings("en")]


def test_all_that_stands_in_a_consultation_comes_in_the_order_of_reading(region: World) -> None:
    with region.use():
        consultation = make_consultation()
        theme = make_theme(consultation)
        phase = make_survey(consultation=consultation)
        version = Version.objects.get(phase=phase)
        make_theme(make_consultation())
        with CaptureQueriesContext(connection) as asked:
            [tree] = trees_of([consultation])
    assert tree == [consultation, theme, phase, version]
    assert len(asked) == 8  # one a model


def test_every_model_that_is_translated_names_fields_it_has() -> None:
    assert Consultation in translated_models()
    for model in translated_models():
        assert model.words, model
        for name in (*model.words, *([model.within] if model.within else [])):
            model._meta.get_field(name)

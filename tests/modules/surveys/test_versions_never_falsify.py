"""Changing a survey that people answer never changes what they answered to."""

from __future__ import annotations

from typing import Any

from consultations.models import Phase
from modules.surveys.models import Sheet, Version
from modules.surveys.results import results_of
from modules.surveys.selectors import versions_of
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    Person,
    answer_small,
    ask,
    in_work,
    make_survey,
    manage_path,
    question_of,
    section,
)

LABEL = {"label": "Votre département ?", "required": "on"}


def _answered(world: World, *sections: Any) -> Phase:
    with world.use():
        survey = make_survey(*sections)
    answer_small(world.client(), survey)
    return survey


def _change(world: World, survey: Phase, question: str, **fields: Any) -> str:
    path = manage_path(survey, f"questions/{question}/")
    sent = {"choices": "Aisne\nNord\nOise", **LABEL, **fields}
    return world.client(world.manager).post(path, sent).content.decode()


def _publish(world: World, survey: Phase) -> None:
    path = manage_path(survey, "publier/")
    world.client(world.manager).post(path, {"what": "publish"})


def test_what_people_see_changes_when_it_is_published_and_not_before(region: World) -> None:
    survey = _answered(region)
    add = manage_path(survey, "parties/vous/questions/long_text/")
    region.client(region.manager).post(add, {"label": "Une question de plus ?"})
    form = Person(region.client(), survey)
    assert "Une question de plus" not in form.opens("vous")
    builder = region.client(region.manager).get(manage_path(survey)).content.decode()
    assert "Version 2, pas encore publiée" in builder
    _publish(region, survey)
    assert "Une question de plus" in Person(region.client(), survey).opens("vous")


def test_whoever_began_finishes_with_the_version_they_began_with(region: World) -> None:
    with region.use():
        survey = make_survey()
    early = Person(region.client(), survey)
    early.sends("vous", one_choice="nord")
    region.client(region.manager).post(manage_path(survey, "questions/long_text/supprimer/"))
    _publish(region, survey)
    assert "Une seule chose" in early.opens("idees")
    assert early.sends("idees", long_text="Gardée")["Location"].endswith("merci/")
    with region.use():
        assert Sheet.objects.get(phase=survey).version.number == 1
        results = results_of(survey, versions_of(survey))
        assert [(one.question.key, one.answered) for one in results.retired] == [("long_text", 1)]


def test_a_correction_keeps_the_answers_and_their_choices(region: World) -> None:
    survey = _answered(region)
    page = _change(region, survey, "one_choice", meaning="kept", choices="Aisne\nLe Nord")
    assert "Une correction garde le même nombre de lignes" in page
    _change(region, survey, "one_choice", meaning="kept", choices="Aisne\nLe Nord\nOise")
    _publish(region, survey)
    with region.use():
        assert question_of(survey, "one_choice").labels["nord"] == "Le Nord"
        result = results_of(survey, versions_of(survey)).all()[0]
        assert [(bar.label, bar.value) for bar in result.charts[0].drawn][1] == ("Le Nord", 1)


def test_a_changed_question_is_asked_anew_beside_the_answers_given_before(region: World) -> None:
    survey = _answered(region)
    _change(region, survey, "one_choice", meaning="changed", label="Où travaillez-vous ?")
    _publish(region, survey)
    with region.use():
        results = results_of(survey, versions_of(survey))
        new = results.sections[0][1][0]
        assert (new.question.label, new.answered) == ("Où travaillez-vous ?", 0)
        assert [(one.question.label, one.answered) for one in results.retired] == [
            ("Votre département ?", 1)
        ]


def test_what_hung_on_a_changed_question_hangs_on_the_new_one(region: World) -> None:
    show = {"rules": [{"question": "one_choice", "test": "equals", "value": "nord"}]}
    first = ask("one_choice", "Votre département ?", ["Aisne", "Nord"], required=True)
    survey = _answered(
        region, section("vous", first), section("idees", ask("scale", "Content ?", show=show))
    )
    _change(region, survey, "one_choice", meaning="changed", choices="Aisne\nNord\nSomme")
    with region.use():
        changed, hanging = in_work(survey).questions.values()
        assert changed.key != "one_choice"
        assert hanging.show.rules[0].question == changed.key


def test_the_help_may_change_without_asking_anew(region: World) -> None:
    survey = _answered(region)
    _change(region, survey, "one_choice", meaning="changed", help="Celui où vous dormez.")
    with region.use():
        assert question_of(survey, "one_choice").help == "Celui où vous dormez."


def test_changes_are_dropped(region: World) -> None:
    survey = _answered(region)
    browser = region.client(region.manager)
    browser.post(manage_path(survey, "questions/long_text/supprimer/"))
    browser.post(manage_path(survey, "publier/"), {"what": "discard"})
    with region.use():
        assert Version.objects.filter(phase=survey).count() == 1
        assert "long_text" in in_work(survey).questions


def test_a_questionnaire_with_problems_is_not_published(region: World) -> None:
    survey = _answered(region)
    browser = region.client(region.manager)
    browser.post(manage_path(survey, "parties/vous/supprimer/"))
    browser.post(manage_path(survey, "parties/idees/supprimer/"))
    page = browser.post(manage_path(survey, "publier/"), {"what": "publish"}, follow=True)
    assert "n’a pas encore de question" in page.content.decode()
    with region.use():
        assert not Version.objects.get(phase=survey, number=2).is_live

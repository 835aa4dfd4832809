"""The builder: sections, questions, conditions, by plain forms."""

from __future__ import annotations

from typing import Any

import pytest

from audit.models import Entry
from modules.surveys.document import Questionnaire
from modules.surveys.kinds import KINDS
from tests.cast import World
from tests.factories import make_phase
from tests.modules.surveys.questionnaires import (
    in_work,
    make_survey,
    manage_path,
    path_of,
    question_of,
)

DRAFT: dict[str, Any] = {"opens_in_days": 3}  # nobody has seen it: the version itself changes


def _keys(questionnaire: Questionnaire) -> list[list[str]]:
    return [[one.key for one in section.questions] for section in questionnaire.sections]


def test_a_questionnaire_is_built_from_nothing(region: World) -> None:
    with region.use():
        survey = make_phase(module="surveys", **DRAFT)
    browser = region.client(region.manager)
    assert "Commencez par une partie" in browser.get(manage_path(survey)).content.decode()
    browser.post(manage_path(survey, "parties/"), {"title": "Vous"})
    with region.use():
        key = in_work(survey).sections[0].key
    add = manage_path(survey, f"parties/{key}/questions/")
    choices = "Moins de 30\n\n 30 ou plus "
    browser.post(f"{add}one_choice/", {"label": "Votre âge ?", "choices": choices, "other": "on"})
    scale = {"label": "Content ?", "min": 1, "max": 4, "low": "Non", "required": "on"}
    browser.post(f"{add}scale/", scale)
    with region.use():
        age, content = in_work(survey).questions.values()
        assert [one.label for one in age.choices] == ["Moins de 30", "30 ou plus"]
        assert age.options == {"other": True}
        assert content.options == {"min": 1, "max": 4, "low": "Non"}
        assert (age.required, content.required) == (False, True)
        assert Entry.objects.filter(about_id=survey.pk, actor_id=region.manager.pk).count() == 3
    form = region.client(region.manager).get(path_of(survey, "repondre/")).content.decode()
    assert "Moins de 30" in form
    assert ">Non<" in form


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_its_form_and_is_asked(region: World, kind: str) -> None:
    """What staff fill in of a kind gives a question that the form shows to people."""
    with region.use():
        survey = make_survey(**DRAFT)
    browser = region.client(region.manager)
    path = manage_path(survey, f"parties/vous/questions/{kind}/")
    fields = browser.get(path).context["form"].fields
    sent = {name: one.initial for name, one in fields.items() if one.initial not in (None, "")}
    lists = {"choices": "Un\nDeux", "rows": "Matin\nSoir"}
    sent |= {name: text for name, text in lists.items() if name in fields}
    assert browser.post(path, {**sent, "label": f"Une question {kind} ?"}).status_code == 302
    form = browser.get(path_of(survey, "repondre/") + "?page=vous").content.decode()
    assert f"Une question {kind} ?" in form


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ("Un seul", "Écrivez au moins deux choix, un par ligne."),
        ("Oui\noui", "Deux choix sont identiques."),
        ("\n".join(str(n) for n in range(61)), "60 choix au maximum."),
        ("é" * 201 + "\nb", "Raccourcissez ce choix"),
    ],
)
def test_choices_that_make_no_question_are_refused_and_kept(
    region: World, choices: str, message: str
) -> None:
    with region.use():
        survey = make_survey(**DRAFT)
    path = manage_path(survey, "parties/vous/questions/one_choice/")
    page = region.client(region.manager).post(path, {"label": "Lequel ?", "choices": choices})
    text = page.content.decode()
    assert message in text
    assert choices.splitlines()[0] in text
    with region.use():
        assert len(in_work(survey).questions) == 5


def test_questions_and_sections_move_and_are_copied(region: World) -> None:
    with region.use():
        survey = make_survey(**DRAFT)
    browser = region.client(region.manager)

    def arrange(place: str, to: str) -> list[list[str]]:
        browser.post(manage_path(survey, f"{place}/ranger/"), {"to": to})
        with region.use():
            return _keys(in_work(survey))

    up = arrange("questions/several_choices", "up")
    assert up[0] == ["several_choices", "one_choice"]
    arrange("questions/several_choices", "down")
    into = arrange("questions/several_choices", "down")  # into the next section
    assert into == [["one_choice"], ["several_choices", "scale", "short_text", "long_text"]]
    assert arrange("parties/vous", "down")[1] == ["one_choice"]
    assert arrange("parties/vous", "down")[1] == ["one_choice"], "at the end it stays"
    copied = arrange("questions/one_choice", "copy")[1]
    assert copied[0] == "one_choice"
    assert len(copied) == 2
    assert len(arrange("parties/idees", "copy")) == 3


def test_a_copied_section_hangs_on_its_own_questions(region: World) -> None:
    with region.use():
        survey = make_survey(**DRAFT)
    browser = region.client(region.manager)
    path = manage_path(survey, "questions/short_text/conditions/")
    sent = {"show-match": "all", "show-question0": "scale", "show-test0": "greater"}
    browser.post(path, {**sent, "show-value0": "3"})
    browser.post(manage_path(survey, "parties/idees/ranger/"), {"to": "copy"})
    with region.use():
        questionnaire = in_work(survey)
        original, copy = questionnaire.sections[1:]
        assert original.questions[1].show.rules[0].question == "scale"
        assert copy.questions[1].show.rules[0].question == copy.questions[0].key != "scale"


def test_a_condition_is_written_in_words(region: World) -> None:
    with region.use():
        survey = make_survey(**DRAFT)
    browser = region.client(region.manager)
    path = manage_path(survey, "questions/short_text/conditions/")
    sent = {"show-match": "any", "show-question0": "one_choice", "show-test0": "equals"}
    refused = browser.post(path, {**sent, "show-value0": "Paris"}).content.decode()
    assert "Écrivez l’un des choix de cette question." in refused
    assert browser.post(path, {**sent, "show-value0": "NORD"}).status_code == 302
    with region.use():
        assert question_of(survey, "short_text").show.rules[0].value == "nord"
    builder = browser.get(manage_path(survey)).content.decode()
    assert "Votre département\u202f?\u00a0» est Nord" in builder or "est Nord" in builder


def test_a_section_is_left_early(region: World) -> None:
    with region.use():
        survey = make_survey(**DRAFT)
    path = manage_path(survey, "parties/vous/conditions/")
    sent = {"show-match": "all", "jump0-to": "end", "jump0-match": "all"}
    sent |= {"jump0-question0": "one_choice", "jump0-test0": "equals", "jump0-value0": "Oise"}
    sent |= {"jump1-match": "all", "jump2-match": "all"}
    assert region.client(region.manager).post(path, sent).status_code == 302
    with region.use():
        (jump,) = in_work(survey).sections[0].jumps
        assert (jump.to, jump.when.rules[0].value) == ("end", "oise")


def test_removing_asks_first(region: World) -> None:
    with region.use():
        survey = make_survey(**DRAFT)
    browser = region.client(region.manager)
    path = manage_path(survey, "parties/idees/supprimer/")
    assert "Ses 3 questions disparaissent avec elle." in browser.get(path).content.decode()
    browser.post(path)
    browser.post(manage_path(survey, "questions/one_choice/supprimer/"))
    with region.use():
        assert _keys(in_work(survey)) == [["several_choices"]]


def test_only_those_who_manage_consultations_build(region: World, canal: World) -> None:
    with region.use():
        survey = make_survey()
    for below in ("", "parties/", "parties/vous/supprimer/", "reprendre/", "invitations/"):
        path = manage_path(survey, below)
        assert region.client().get(path).status_code == 302
        for person in (region.citizen, region.agent, region.moderator, region.observer):
            assert region.client(person).get(path).status_code == 403
        assert canal.client(canal.admin).get(path).status_code == 404


def test_a_part_of_another_survey_is_not_found(region: World) -> None:
    with region.use():
        survey, other = make_survey(**DRAFT), make_survey(**DRAFT)
    browser = region.client(region.manager)
    browser.post(manage_path(survey, "questions/one_choice/ranger/"), {"to": "copy"})
    with region.use():
        copy = _keys(in_work(survey))[0][1]
    assert browser.get(manage_path(other, f"questions/{copy}/")).status_code == 404

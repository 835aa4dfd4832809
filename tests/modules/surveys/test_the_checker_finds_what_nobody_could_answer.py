"""Before publishing: dead ends, loops, what nobody would ever see, what nobody could answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from modules.surveys.checker import problems
from modules.surveys.document import Questionnaire
from modules.surveys.module import MODULE
from tests.cast import World
from tests.factories import make_phase
from tests.modules.surveys.questionnaires import ask, made_of, make_survey, section
from tests.modules.surveys.random_questionnaires import UNHURRIED, questionnaires


def rule(question: str, test: str, value: str = "") -> dict[str, str]:
    return {"question": question, "test": test, "value": value}


def all_of(*rules: dict[str, str]) -> dict[str, Any]:
    return {"match": "all", "rules": list(rules)}


ONE = ask("one_choice", "Un club ?", ["Oui", "Non"])
SCALE = ask("scale", "Content ?", options={"min": 1, "max": 5})
FIGURE = ask("number", "Combien ?")
LATER = ask("long_text", "Plus tard ?")


def shown_if(*rules: dict[str, str]) -> dict[str, Any]:
    return ask("short_text", "Alors ?", show=all_of(*rules))


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        ([section("une")], "pas encore de question"),
        ([section("une", ask("one_choice", "Seul", ["Un"]))], "au moins deux choix"),
        ([section("une", ask("place", "Où ?"))], "l’image d’un plan"),
        ([section("une", ask("several_choices", "?", ["A", "B"], options={"fewest": 3}))],
         "demande plus de choix"),
        ([section("une", ONE, jumps=[{"to": "une"}])], "en boucle"),
        ([section("une", ONE), section("deux", LATER, jumps=[{"to": "une"}])], "en boucle"),
        ([section("une", ONE, jumps=[{"to": "perdue"}])], "une impasse"),
        ([section("une", ONE, shown_if(rule("perdue", "answered")))], "n’existe plus"),
        ([section("une", shown_if(rule("long_text", "answered")), LATER)], "posée plus loin"),
        ([section("une", ONE, shown_if(rule("one_choice", "equals", "peut_etre")))],
         "ne propose pas"),
        ([section("une", SCALE, shown_if(rule("scale", "greater", "5")))], "ne propose pas"),
        ([section("une", ONE, shown_if(rule("one_choice", "greater", "3")))], "ne propose pas"),
        ([section("une", ONE, shown_if(rule("one_choice", "equals", "oui"),
                                       rule("one_choice", "equals", "non")))], "ne s’affiche jamais"),
        ([section("une", FIGURE, shown_if(rule("number", "greater", "9"),
                                          rule("number", "less", "3")))], "ne s’affiche jamais"),
        ([section("une", ONE, jumps=[{"to": "end"}]), section("deux", LATER)],
         "« Deux » ne s’affiche jamais"),
    ],
)  # fmt: skip
def test_each_fault_is_told_in_words(sections: list[Any], words: str) -> None:
    found = [problem.message.replace("\u00a0", " ") for problem in problems(made_of(*sections))]
    assert any(words in one for one in found), found


@pytest.mark.parametrize(
    "sections",
    [
        [section("une", ONE, shown_if(rule("one_choice", "equals", "oui")))],
        [section("une", SCALE, shown_if(rule("scale", "greater", "2"), rule("scale", "less", "4")))],
        [section("une", ONE, jumps=[{"to": "end", "when": all_of(rule("one_choice", "equals", "oui"))}]),
         section("deux", LATER)],
        [section("une", ask("several_choices", "?", ["A", "B"]), shown_if(
            rule("several_choices", "equals", "a"), rule("several_choices", "equals", "b")))],
    ],
)  # fmt: skip
def test_what_is_sound_is_left_alone(sections: list[Any]) -> None:
    assert problems(made_of(*sections)) == []


@UNHURRIED
@given(questionnaires())
def test_it_has_an_answer_for_whatever_it_is_given(questionnaire: Questionnaire) -> None:
    assert all(problem.message for problem in problems(questionnaire))


def test_what_it_finds_stands_between_a_consultation_and_its_publication(region: World) -> None:
    with region.use():
        empty, sound = make_phase(module="surveys"), make_survey()
        assert [str(one.message) for one in MODULE.readiness(empty)] == [
            f"{empty.title} – Le questionnaire n’a pas encore de question."
        ]
        assert list(MODULE.readiness(sound)) == []

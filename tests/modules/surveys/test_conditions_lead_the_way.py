"""What somebody sees follows from what they answered: on the server, whatever the page did."""

from __future__ import annotations

import pytest
from hypothesis import given

from modules.surveys.conditions import route
from modules.surveys.document import Questionnaire
from modules.surveys.models import Cell
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    Person,
    ask,
    made_of,
    make_survey,
    path_of,
    section,
)
from tests.modules.surveys.random_questionnaires import ANSWERS, UNHURRIED, questionnaires


def when(question: str, test: str, value: str = "", match: str = "all") -> dict[str, object]:
    return {"match": match, "rules": [{"question": question, "test": test, "value": value}]}


def seen(questionnaire: Questionnaire, **answers: list[str]) -> list[str]:
    return [one.key for page in route(questionnaire, answers) for one in page.questions]


@pytest.mark.parametrize(
    ("kind", "test", "value", "word", "holds"),
    [
        ("one_choice", "equals", "nord", "nord", True),
        ("one_choice", "equals", "nord", "aisne", False),
        ("several_choices", "contains", "nord", "nord", True),
        ("several_choices", "contains", "nor", "nord", False),
        ("short_text", "contains", "Jeux", "des jeux de société", True),
        ("short_text", "equals", "oui", " OUI ", True),
        ("scale", "greater", "3", "4", True),
        ("scale", "greater", "3", "3", False),
        ("number", "less", "2,5", "2.4", True),
        ("number", "equals", "2", "2,0", True),
        ("number", "greater", "2", "beaucoup", False),
        ("ranking", "answered", "", "1", True),
    ],
)
def test_each_test_on_each_sort_of_answer(
    kind: str, test: str, value: str, word: str, holds: bool
) -> None:
    asked = {**ask(kind, "?", ["Aisne", "Nord"]), "key": "first"}
    then = ask("long_text", "Alors ?", show=when("first", test, value))
    questionnaire = made_of(section("une", asked, then))
    assert ("long_text" in seen(questionnaire, first=[word])) is holds
    assert "long_text" not in seen(questionnaire)


def test_hiding_a_question_hides_what_hangs_on_it() -> None:
    questionnaire = made_of(
        section(
            "une",
            ask("one_choice", "?", ["Oui", "Non"]),
            ask("short_text", "?", show=when("one_choice", "equals", "oui")),
            ask("long_text", "?", show=when("short_text", "answered")),
        )
    )
    assert seen(questionnaire, one_choice=["oui"], short_text=["x"])[-1] == "long_text"
    assert seen(questionnaire, one_choice=["non"], short_text=["x"]) == ["one_choice"]


def test_a_jump_passes_sections_by_and_may_end_early() -> None:
    questionnaire = made_of(
        section(
            "une",
            ask("one_choice", "?", ["Oui", "Non", "Fin"]),
            jumps=[
                {"to": "end", "when": when("one_choice", "equals", "fin")},
                {"to": "trois", "when": when("one_choice", "equals", "non")},
            ],
        ),
        section("deux", ask("short_text", "?")),
        section("trois", ask("long_text", "?")),
    )
    assert seen(questionnaire, one_choice=["oui"]) == ["one_choice", "short_text", "long_text"]
    assert seen(questionnaire, one_choice=["non"]) == ["one_choice", "long_text"]
    assert seen(questionnaire, one_choice=["fin"]) == ["one_choice"]


@UNHURRIED
@given(questionnaires(), ANSWERS)
def test_every_way_ends_and_no_page_comes_twice(
    questionnaire: Questionnaire, answers: dict[str, list[str]]
) -> None:
    keys = [page.section.key for page in route(questionnaire, answers)]
    places = [[one.key for one in questionnaire.sections].index(key) for key in keys]
    assert places == sorted(set(places))


def test_what_is_hidden_is_not_saved_and_not_required(region: World) -> None:
    """Also when a page tampered with sends it."""
    hidden = ask("short_text", "Lequel ?", required=True, show=when("one_choice", "equals", "oui"))
    with region.use():
        survey = make_survey(section("une", ask("one_choice", "Un club ?", ["Oui", "Non"]), hidden))
    person = Person(region.client(), survey)
    assert person.sends("une", one_choice="non", short_text="Le judo")["Location"].endswith(
        "merci/"
    )
    with region.use():
        assert list(Cell.objects.values_list("question", "choice")) == [("one_choice", "non")]


def test_without_javascript_a_new_question_is_shown_before_going_on(region: World) -> None:
    hidden = ask("short_text", "Lequel ?", show=when("one_choice", "equals", "oui"))
    with region.use():
        survey = make_survey(
            section("une", ask("one_choice", "Un club ?", ["Oui", "Non"]), hidden),
            section("deux", ask("long_text", "Et encore ?")),
        )
    person = Person(region.client(), survey)
    assert 'data-question="short_text" hidden' in person.opens()
    stays = person.sends("une", one_choice="oui")
    assert stays["Location"] == f"{path_of(survey, 'repondre/')}?page=une#short_text"
    assert 'data-question="short_text" hidden' not in person.opens("une")
    assert person.sends("une", one_choice="oui")["Location"].endswith("?page=deux")


def test_an_earlier_page_changed_makes_what_it_now_asks_due(region: World) -> None:
    """Nobody gets round a required question by going back and answering otherwise."""
    with region.use():
        survey = make_survey(
            section("une", ask("one_choice", "Un club ?", ["Oui", "Non"], required=True)),
            section("deux", ask("short_text", "Lequel ?", required=True),
                    show=when("one_choice", "equals", "oui")),
            section("trois", ask("long_text", "Et encore ?")),
        )  # fmt: skip
    person = Person(region.client(), survey)
    person.sends("une", one_choice="oui")
    page = person.sends("trois").content.decode()
    assert "Lequel ?" in page
    assert "Merci de répondre à cette question." in page

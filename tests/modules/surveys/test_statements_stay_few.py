"""Exact numbers of SQL statements: the same for five questions and for fifty, for one answer and for many."""

from __future__ import annotations

import pytest

from consultations.models import Phase
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    Person,
    ask,
    fields_of,
    hidden_fields,
    make_survey,
    manage_path,
    path_of,
    section,
    small,
    statements,
)

SIZES = pytest.mark.parametrize("more_questions", [0, 45])


def _survey(world: World, more_questions: int, **fields: object) -> Phase:
    more = [
        {**ask("several_choices", f"Question {n} ?", ["Sport", "Culture"]), "key": f"q{n}"}
        for n in range(more_questions)
    ]
    vous, idees = small()
    with world.use():
        survey = make_survey(vous, section("encore", *more, ask("rating", "?")), idees, **fields)
    world.client().get(path_of(survey))  # the brand and the modules are remembered from now on
    return survey


@SIZES
def test_the_introduction_and_the_form(region: World, more_questions: int) -> None:
    survey = _survey(region, more_questions)
    guest = region.client()
    with statements() as intro:
        guest.get(path_of(survey))
    with statements() as form:
        guest.get(path_of(survey, "repondre/"))
    assert len(intro) == 2, intro  # the phase, the version
    assert len(form) == 2, form


@SIZES
def test_keeping_a_page_and_handing_in(region: World, more_questions: int) -> None:
    survey = _survey(region, more_questions)
    person = Person(region.client(), survey)
    chosen = {f"q{n}": ["sport", "culture"] for n in range(more_questions)}
    first = {**hidden_fields(person.opens()), "page": "vous", **fields_of({"one_choice": "nord"})}
    with statements() as keeping:
        person.browser.post(person.path, first)
    # The phase; whether the form was sent before; the version; the page kept.
    assert len(keeping) == 4, keeping
    person.sends("encore", **chosen)
    last = {**hidden_fields(person.opens("idees")), "page": "idees"}
    with statements() as saving:
        assert person.browser.post(person.path, last)["Location"].endswith("merci/")
    # Two to read: the phase, the sheet with its version. Six to save: the number's lock, the contribution,
    # its receipt, the journal's sentence, the sheet, and all cells in one.
    assert len(saving) == 2 + 6, "\n".join(saving)


@SIZES
@pytest.mark.parametrize("answers", [1, 6])
def test_the_results(region: World, more_questions: int, answers: int) -> None:
    survey = _survey(region, more_questions, settings={"results": "during"})
    for _person in range(answers):
        person = Person(region.client(), survey)
        person.answers(vous={"one_choice": "nord"}, encore={}, idees={"scale": "3"})
    guest, observer = region.client(), region.client(region.observer)
    with statements() as public:
        guest.get(path_of(survey, "resultats/"))
    assert len(public) == 4, public  # the phase, the versions; the days, every question's tally
    crossed = "resultats/?of=one_choice&by=scale&among=one_choice=nord"
    with statements() as of_team:
        page = observer.get(manage_path(survey, crossed))
    assert len(of_team) == 6, of_team  # how far people got, and the cross table
    assert page.context["results"].people == answers


@SIZES
def test_the_builder(region: World, more_questions: int) -> None:
    survey = _survey(region, more_questions)
    manager = region.client(region.manager)
    with statements() as builder:
        manager.get(manage_path(survey))
    assert len(builder) == 2, builder  # the phase, the versions


def test_the_receipt_with_its_copy(region: World) -> None:
    survey = _survey(region, 0)
    browser = region.client()
    Person(browser, survey).answers(vous={"one_choice": "nord"}, encore={}, idees={})
    with statements() as thanks:
        browser.get(path_of(survey, "merci/"))
    assert len(thanks) == 3, thanks
